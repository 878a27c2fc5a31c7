/** What somebody pays of a bill, as the server reckons it, which refuses another sum than the page has shown. */

import { decimals, units } from "../../pages/money.js";

/** A bill as `GET /orders/bills/get/<code>/` answers it; amounts are texts.
 * @typedef {{lines: Line[], due: string, paid: string, pending: string, left: string, shared: Shared[]}} Bill */
/** @typedef {{order_id: number, quantity: number, amount: string, left: string, state: string}} Line */
/** Equal shares that are paid, or being paid. @typedef {{of: number, count: number, amount: string}} Shared */
/** @typedef {{part: "all"} | {part: "items", orders: number[]} | {part: "share", shares: number, shares_of: number}
 *   | {part: "amount", amount: number}} Wanted */

/** Between how many a bill is shared evenly, as the server has it. */
export const SHARED_BY = { least: 2, most: 50 };

/** What is left to be paid, in the smallest unit; 0 where too much was paid. @param {Bill} bill */
export const leftOf = (bill) => Math.max(0, units(bill.left));

/** What it comes to, in the smallest unit, and never more than is left. @param {Bill} bill @param {Wanted} wanted */
export function amountOf(bill, wanted) {
  if (wanted.part === "items") return itemsOf(bill, wanted.orders);
  if (wanted.part === "share") return shareOf(bill, wanted.shares, wanted.shares_of);
  if (wanted.part === "amount") return Math.min(wanted.amount, leftOf(bill));
  return leftOf(bill);
}

/** What nobody pays yet of these orders. @param {Bill} bill @param {Iterable<number>} ids */
function itemsOf(bill, ids) {
  const chosen = new Set(ids);
  const lines = bill.lines.filter(({ order_id: id }) => chosen.has(id));
  return Math.min(leftOf(bill), lines.reduce((sum, { left }) => sum + units(left), 0));
}

/** @param {Bill} bill @param {number} of */
const takenOf = (bill, of) => bill.shared.find((each) => each.of === of) ?? { count: 0, amount: "0" };

/** How many equal shares are not taken yet. @param {Bill} bill @param {number} of */
export const sharesLeft = (bill, of) => Math.max(0, of - takenOf(bill, of).count);

/** So many of equal shares of what was not paid in another way: the last one is what is left of that.
 * @param {Bill} bill @param {number} count @param {number} of */
function shareOf(bill, count, of) {
  const { count: before, amount } = takenOf(bill, of);
  const whole = units(bill.left) + units(amount);
  const upto = Math.min(before + count, of);
  return Math.max(0, Math.min(Math.floor((whole * upto) / of) - units(amount), leftOf(bill)));
}

/** A tip of so many per cent, rounded half up. @param {number} amount @param {number} percent */
export const tipOf = (amount, percent) => Math.round((amount * percent) / 100);

/** What people hand over: notes, in the smallest unit. */
const NOTES = (decimals ? [5, 10, 20, 50, 100] : [500, 1000, 2000, 5000, 10000]).map((note) => note * 10 ** decimals);

/** What may be handed over for an amount, the least first: just that, or notes. @param {number} amount */
export const handedOver = (amount) =>
  [...new Set([amount, ...NOTES.map((note) => Math.ceil(amount / note) * note)])].sort((one, other) => one - other);
