// One tap back: what was last done to a table's orders at this device, or else the last step anybody made.
import { n, t } from "../../pages/texts.js";
import { orderOf } from "./state.js";
import { move, target } from "./taps.js";
import { before, isActive, stateName } from "./steps.js";

const KEPT = 20; // taps per table
const done = new Map(); // by session code: lists of {id, from, to}

/** Move these orders and remember it: [[order, to], …]. */
export function step(session, moves) {
  const tap = moves.map(([order, to]) => ({ id: order.id, from: target(order), to }));
  done.set(session.code, [...(done.get(session.code) ?? []), tap].slice(-KEPT));
  for (const [order, to] of moves) move(order, to);
}

/** Do what a button showed, [{order, from, to}, …]: of what is still as it was then. */
export function act(session, moves) {
  const now = moves.map(({ order, ...rest }) => ({ ...rest, order: orderOf(order.id) ?? order }));
  const still = now.filter(({ order, from }) => target(order) === from);
  if (still.length) step(session, still.map(({ order, to }) => [order, to]));
}

/** What one tap back would do: [{order, to}], none when there is nothing to take back. */
export function lastStep(session) {
  const taps = done.get(session.code) ?? [];
  for (let at = taps.length - 1; at >= 0; at -= 1) {
    const back = taps[at].map(({ id, from, to }) => ({ order: session.orders.get(id), from, to }))
      .filter(({ order, to }) => order && target(order) === to)
      .map(({ order, from }) => ({ order, to: from }));
    if (back.length) return back;
  }
  return lastOfAnybody(session);
}

function lastOfAnybody(session) {
  const moved = [...session.orders.values()].filter((one) => isActive(target(one)) && before(target(one)));
  if (!moved.length) return [];
  const latest = moved.reduce((one, other) => ((other.changed ?? "") > (one.changed ?? "") ? other : one));
  return [{ order: latest, to: before(target(latest)) }];
}

/** Take the last step back. */
export function takeBack(session) {
  const back = lastStep(session);
  const ids = new Set(back.map(({ order }) => order.id));
  const taps = done.get(session.code) ?? [];
  const at = taps.findLastIndex((tap) => tap.some(({ id }) => ids.has(id)));
  if (at >= 0) taps.splice(at);
  for (const { order, to } of back) move(order, to);
  return back;
}

/** "Back: Espresso to New". */
export function backName(session) {
  const back = lastStep(session);
  if (!back.length) return t("Nothing to take back");
  const state = stateName(back[0].to);
  if (back.length === 1) return t("Back: {name} to “{state}”", { name: back[0].order.name, state });
  return n("Back: {count} item to “{state}”", "Back: {count} items to “{state}”", back.length, { state });
}
