/** How things stand between a customer and a machine: decided from what the server says, and from nothing else. */

/** @typedef {import("./calls.js").Status} Status */
/** @typedef {import("./calls.js").Sale} Sale */

/**
 * @typedef {"away"|"empty"|"out"|"busy"|"code"|"quantity"|"pay"|"expired"|"paid"|"dispensing"|"delivered"
 *   |"partly_delivered"|"review"|"refund_due"|"refunded"} Stage
 */

/**
 * @typedef {object} Known what this browser knows beside the server
 * @property {number} now milliseconds since 1970, by the server's clock
 * @property {string|null} done the transaction that its customer has turned away from
 * @property {string|null} left the transaction whose machine its customer has given back unpaid
 * @property {boolean} hasLapsed whether the lock has just run out before anything was ordered
 */

const STALE_MS = 600_000; // then whoever comes back wants to buy, and not to read about the last time
/** Nothing is open there: these make room when they are old. */
const SETTLED = new Set(["delivered", "partly_delivered", "refunded", "expired"]);
/** Whose lock is still there. */
const OPEN = new Set(["ordered", "paid", "dispensing"]);
/** What a machine has to be for somebody to begin. */
const CLOSED = /** @type {Record<string, Stage>} */ ({ offline: "away", Unavailable: "out" });

/**
 * What the page is about.
 * @param {Status} status
 * @param {Known} known
 * @returns {Stage}
 */
export function stageOf(status, known) {
  const sale = saleOf(status, known);
  const isMine = status.locked && status.locked_by !== null;
  if (isMine && !(sale && OPEN.has(sale.state))) return "quantity"; // no lock outlives its sale: it is of a new visit
  if (sale && sale.state !== "ordered") return sale.state;
  if (isMine) return "pay";
  if (sale?.state === "ordered" || known.hasLapsed) return "expired"; // the sweeper comes a moment later
  if (status.current_stock === 0) return "empty";
  if (status.locked && status.status !== "offline") return "busy";
  return CLOSED[status.status] ?? (status.available === 0 ? "empty" : "code");
}

/**
 * The transaction that the page is about, if there is one.
 * @param {Status} status
 * @param {Known} known
 * @returns {Sale|null}
 */
export function saleOf({ transaction: sale }, { now, done, left }) {
  if (!sale || sale.transaction_id === done) return null;
  if (sale.state === "expired" && sale.transaction_id === left) return null;
  const isOld = now - Date.parse(sale.updated_at) > STALE_MS;
  return SETTLED.has(sale.state) && isOld ? null : sale;
}

/** Whole seconds until a moment; 0 when it is over. @param {string|null} moment @param {number} now milliseconds */
export const secondsUntil = (moment, now) =>
  (moment ? Math.max(0, Math.ceil((Date.parse(moment) - now) / 1000)) : 0);

/** "9:05". @param {number} seconds */
export const clockText = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export const MOST = 5; // units in one order

/** The most units in this order. @param {Status} status @param {Sale|null} sale its units are held for it already */
export const mostUnits = ({ available }, sale) =>
  Math.max(1, Math.min(MOST, available + (sale?.state === "ordered" ? sale.quantity : 0)));

/** Whether news of a machine are newer than what is known, by the server's clock.
 * @param {Status|null} known @param {Status} news */
export const isNewer = (known, news) => !known || Date.parse(news.server_time) >= Date.parse(known.server_time);

/**
 * A status with a transaction of its own that was told alone.
 * @param {Status} status
 * @param {Sale} sale
 * @returns {Status}
 */
export function withSale(status, sale) {
  const known = status.transaction;
  const isOlder = known && Date.parse(known.updated_at) > Date.parse(sale.updated_at);
  return isOlder ? status : { ...status, transaction: sale };
}
