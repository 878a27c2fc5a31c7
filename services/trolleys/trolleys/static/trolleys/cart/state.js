/** What is known of a cart, on every page that shows one. */

import { units } from "../../pages/money.js";
import { byId, makeStore } from "../../pages/store.js";

/** @typedef {import("./calls.js").Line} Line */
/** @typedef {import("./calls.js").Payment} Payment */
/** @typedef {import("./calls.js").Receipt} Receipt */
/** @typedef {import("./calls.js").Issue} Issue */

/**
 * The last thing that was scanned or typed, and what became of it.
 * @typedef {{kind: "good"|"warn"|"bad", words: string, count: number}} Told
 */

/**
 * @typedef {object} Cart
 * @property {Map<number, Line>} lines by id
 * @property {Told|null} told
 * @property {Issue[]} issues what keeps the cart from being paid
 * @property {Payment|null} payment the one that is open, or the last one
 * @property {Receipt|null} receipt
 * @property {string|null} exitPicture the code of the receipt as an address for an <img>; "" when it cannot be drawn
 * @property {boolean} isDeclined whether the provider has just declined, as the address says
 * @property {boolean} isFilmed whether the camera is open, which says by itself what became of a code
 * @property {boolean} busy whether a payment is being opened
 */

/** @type {Cart} */
const beginning = {
  lines: new Map(), told: null, issues: [], payment: null, receipt: null,
  exitPicture: null, isDeclined: false, isFilmed: false, busy: false,
};

export const cart = makeStore({ ...beginning });

/** Forgets it all. */
export const emptied = () => cart.set({ ...beginning, lines: new Map() });

/** A line as it is now, unless a newer word about it has come already. @param {Line} line */
export function takeLine(line) {
  const { lines, issues } = cart.state;
  const known = lines.get(line.id);
  if (known && known.updated_at > line.updated_at) return;
  cart.set({ lines: new Map(lines).set(line.id, line), issues: without(issues, line) });
}

/** @param {number} id */
export function dropLine(id) {
  const { issues } = cart.state;
  const lines = new Map(cart.state.lines);
  const line = lines.get(id);
  lines.delete(id);
  cart.set({ lines, issues: line ? without(issues, line) : issues });
}

/** All lines, in place of those before. @param {Line[]} items */
export const takeLines = (items) => cart.set({ lines: byId(items), issues: [] });

/** What was wrong with a line is looked at anew when it changes. @param {Issue[]} issues @param {Line} line */
const without = (issues, { product }) => issues.filter(({ product_id: id }) => id !== product.id);

/** Whether a payment is open, or paid and not settled yet: the cart is frozen then. */
export const isPaying = () => {
  const { payment } = cart.state;
  return payment?.status === "created" || (payment?.status === "paid" && !payment.receipt_id);
};

/** Whether the payment that was opened last has come to nothing, and people should be told. */
export const hasFailed = () => {
  const { payment, isDeclined } = cart.state;
  return isDeclined || ["failed", "expired", "refund_due", "refunded"].includes(payment?.status ?? "");
};

/** The sums in the smallest unit: what is to be paid, how many units, how much cheaper today's prices are. */
export function sums() {
  let [total, count, saved] = [0, 0, 0];
  for (const { quantity, price_at_addition: price, current_price: today } of cart.state.lines.values()) {
    total += units(price) * quantity;
    count += quantity;
    saved += Math.max(0, units(price) - units(today)) * quantity;
  }
  return { total, count, saved };
}
