/** The lines as a ticket would be completed: the sensors', and what the reviewer has changed by hand. */

import { units } from "../../pages/money.js";
import { look, page } from "./state.js";

/** @typedef {import("./state.js").Looked} Looked */
/** @typedef {import("./calls.js").Line} Line */

/** @typedef {{product_id: number, name: string, price: number, quantity: number, sensed: number}} Counted
 *  units of a product; `sensed` is what it was without the reviewer's changes, `price` in the smallest unit */

export const MOST = 999; // units in a line

/** @type {Map<number, {name: string, unit_price: string}>} products that were added by hand, by id */
const added = new Map();

/** The lines by product, those that were added last. @param {Looked} looked @returns {Counted[]} */
export function linesOf({ ticket, more }) {
  /** @type {Map<number, Counted>} */
  const lines = new Map();
  for (const { product_id: id, name, quantity, unit_price: price } of ticket?.lines ?? []) {
    const line = lines.get(id) ?? { product_id: id, name, price: units(price), quantity: 0, sensed: 0 };
    lines.set(id, { ...line, quantity: line.quantity + quantity, sensed: line.sensed + quantity });
  }
  for (const [id, count] of more) {
    const { name = String(id), unit_price: price = "0" } = added.get(id) ?? {};
    const line = lines.get(id) ?? { product_id: id, name, price: units(price), quantity: 0, sensed: 0 };
    lines.set(id, { ...line, quantity: Math.min(MOST, Math.max(0, line.sensed + count)) });
  }
  return [...lines.values()];
}

/** What they come to, in the smallest unit: those of the sensors may have two prices. @param {Looked} looked */
export function totalOf(looked) {
  if (!looked.more.size) return (looked.ticket?.lines ?? []).reduce((sum, { total }) => sum + units(total), 0);
  return linesOf(looked).reduce((sum, { price, quantity }) => sum + price * quantity, 0);
}

/** More units of a product, or fewer. @param {number} id @param {number} by */
export function change(id, by) {
  const { looked } = page.state;
  const line = looked && linesOf(looked).find(({ product_id: other }) => other === id);
  if (!looked) return;
  const [sensed, now] = [line?.sensed ?? 0, line?.quantity ?? 0];
  const more = new Map(looked.more).set(id, Math.min(MOST, Math.max(0, now + by)) - sensed);
  if (more.get(id) === 0) more.delete(id);
  look({ more });
}

/** A unit of something that lies in the store.
 * @param {{product_id: number, name: string|null, unit_price: string|null}} product */
export function add({ product_id: id, name, unit_price: price }) {
  added.set(id, { name: name ?? String(id), unit_price: price ?? "0" });
  change(id, 1);
}

/** What is sent when it is complete: no lines where the sensors' stay. @param {Looked} looked */
export function completion(looked) {
  const note = looked.note === null ? {} : { note: looked.note.trim() };
  if (!looked.more.size) return note;
  return { ...note, lines: linesOf(looked).map(({ product_id: id, quantity }) => ({ product_id: id, quantity })) };
}
