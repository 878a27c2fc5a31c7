// What tables cost, and what they wait for.
import { sum, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { isActive } from "./steps.js";
import { target } from "./taps.js";

const ordered = (session) => [...session.orders.values()].filter((one) => target(one) !== "cancelled");

/** What is to be paid for these orders: without what was taken off them. */
const due = (orders) =>
  orders.reduce((all, { discount, voided }) => all - units(discount) - units(voided), sum(orders));

/** What is to be paid for all that was ordered and not cancelled, in the smallest unit of the currency. */
export const total = (session) => due(ordered(session));

/** What nobody has paid of it yet, in the same; below 0 it is too much that was paid. */
export const unpaid = (session) => total(session) - units(session.paid);

/** Whether somebody has paid something of the bill. */
export const hasPaid = (session) => units(session.paid) > 0;

/** Whether all of the bill is paid: nothing was for nothing. */
export const isPaid = (session) => hasPaid(session) && unpaid(session) <= 0;

/** What lies in the guests' cart, in the same. */
export const cartTotal = (session) => sum(session.cart.values());

/** What each guest ordered: [{name, sum}, …]. Phones without a name are told apart by their numbers. */
export function guestSums(session) {
  const found = new Map();
  for (const order of ordered(session)) {
    const name = guestName(order);
    found.set(name, [...(found.get(name) ?? []), order]);
  }
  return [...found].map(([name, orders]) => ({ name, sum: due(orders) }));
}

/** Who ordered something, in words. */
export function guestName({ guest, guest_id: id, by_staff: byStaff }) {
  if (guest) return guest;
  if (byStaff) return t("Staff");
  return id ? t("Guest {number}", { number: id }) : t("No name");
}

/** What a session is called where others may be called so: a table's guests before, and those who sit there now. */
export const titleOf = ({ name, state }) => (state === "CLOSED" ? t("{table} (closed)", { table: name }) : name);

/** How many lines are not served yet. */
export const toDo = (session) => [...session.orders.values()].filter((one) => isActive(target(one))).length;

/** "3 to do", "All served", "Nothing ordered". */
export function toDoText(session) {
  const count = toDo(session);
  if (count) return n("{count} to do", "{count} to do", count);
  return ordered(session).length ? t("All served") : t("Nothing ordered");
}

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

/** Tables in the order people look for them: "Table 2" before "Table 10". */
export const byName = (sessions) => [...sessions].sort((one, other) => collator.compare(one.name, other.name));
