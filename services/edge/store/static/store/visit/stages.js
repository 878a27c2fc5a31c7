/** How things stand with a visit, and what has changed in its cart: decided from what the server says alone. */

import { units } from "../../pages/money.js";

/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {import("./calls.js").Cart} Cart */
/** @typedef {import("./calls.js").Line} Line */

/** @typedef {"inside"|"work"|"pending"|"draft"|"contested"|"due"|"nothing"|"settled"} Stage */

/** Where a visit is. @param {Visit} visit @returns {Stage} */
export function stageOf({ exited_at: left, billable, receipt }) {
  if (!left) return "inside";
  if (!billable) return "work";
  if (!receipt) return "pending";
  if (receipt.status === "draft" || receipt.status === "contested") return receipt.status;
  if (units(receipt.due) > 0) return "due";
  return units(receipt.paid) > 0 || units(receipt.total) > 0 ? "settled" : "nothing";
}

/** Whether its visitor may say that the receipt is wrong. @param {Visit} visit */
export const isContestable = ({ receipt }) =>
  receipt !== null && receipt.lines.length > 0 && (receipt.status === "completed" || receipt.status === "reviewed");

/** Whether it waits for money: what is looked at again does not yet. @param {Visit} visit */
export const isDue = (visit) => stageOf(visit) === "due";

/** What names a line in its cart. @param {Line} line */
export const keyOf = ({ product_id: id, unit_price: price }) => `${id}-${price}`;

/**
 * @typedef {object} Change of a line in a cart
 * @property {string} key of the line
 * @property {"come"|"more"|"less"|"gone"} kind
 * @property {Line} line as it is now, or was last
 */

/** What is another than before. @param {Cart} before @param {Cart} after @returns {Change[]} */
export function changesOf(before, after) {
  const was = new Map(before.lines.map((line) => [keyOf(line), line]));
  /** @type {Change[]} */
  const changes = [];
  for (const line of after.lines) {
    const key = keyOf(line);
    const more = line.quantity - (was.get(key)?.quantity ?? 0);
    if (more) changes.push({ key, line, kind: more < 0 ? "less" : was.has(key) ? "more" : "come" });
    was.delete(key);
  }
  for (const [key, line] of was) changes.push({ key, line, kind: "gone" });
  return changes;
}

const LIFETIME_MS = { least: 30_000, most: 60_000 }; // of a code that has just been given
const ASSUMED_MS = 45_000; // where this device's clock is wrong and nobody has told a better one

/** When a code ends, by the clock that also says when it was asked for. @param {string} expiresAt
 * @param {number} asked milliseconds since 1970 */
export function endOf(expiresAt, asked) {
  const left = Date.parse(expiresAt) - asked;
  return asked + (left >= LIFETIME_MS.least && left <= LIFETIME_MS.most ? left : ASSUMED_MS);
}

const EARLY_MS = 10_000; // before its end a code is renewed
const LATE_MS = 500; // so long before its end it is taken away: a scanner reads it a moment later

/**
 * What is to be done about a code: it is good, it is due to be renewed, or it is over.
 * @param {{endsAt: number}|null} code
 * @param {number} now milliseconds since 1970
 * @returns {"good"|"due"|"over"}
 */
export function standingOf(code, now) {
  const left = code ? code.endsAt - now : 0;
  if (left <= LATE_MS) return "over";
  return left <= EARLY_MS ? "due" : "good";
}

/** @typedef {{name: "home"|"visits"|"visit", id: string}} Route */

/** What the address is about. @param {string} hash @returns {Route} */
export function routeOf(hash) {
  const [, id = ""] = /^#visit\/([\w-]+)$/.exec(hash) ?? [];
  if (id) return { name: "visit", id };
  return { name: hash === "#visits" ? "visits" : "home", id: "" };
}

/** Units by product that a receipt bills: a product may stand there at two prices.
 * @param {Line[]} lines @returns {Map<number, {name: string, quantity: number}>} */
export function billedOf(lines) {
  /** @type {Map<number, {name: string, quantity: number}>} */
  const billed = new Map();
  for (const { product_id: id, name, quantity } of lines) {
    billed.set(id, { name, quantity: quantity + (billed.get(id)?.quantity ?? 0) });
  }
  return billed;
}
