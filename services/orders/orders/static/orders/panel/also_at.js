// What other stations have of the orders that a card of this station shows.
import { atStation, categoriesOf, station } from "./settings.js";
import { panel } from "./state.js";
import { TO_DO } from "./steps.js";
import { target } from "./taps.js";

/** [{name, state, count}, …] by the categories of the others: the state is that of what is furthest behind. */
export function alsoAt(session, lines) {
  if (!station(panel.place).length) return [];
  const batches = new Set(lines.map((order) => order.batch));
  const found = new Map();
  for (const order of session.orders.values()) {
    if (!batches.has(order.batch) || atStation(order, panel.place) || target(order) === "cancelled") continue;
    const [name] = categoriesOf(order);
    found.set(name, [...(found.get(name) ?? []), target(order)]);
  }
  return [...found].map(([name, states]) => ({ name, state: furthestBehind(states), count: states.length }));
}

const furthestBehind = (states) => TO_DO.find((state) => states.includes(state)) ?? "served";
