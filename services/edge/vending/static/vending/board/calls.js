/** Every call of the board to the services. Each throws what they answer. */

import { signedGet, signedSend } from "../../pages/login.js";
import { point } from "../../pages/stream.js";

/** @typedef {import("../../pages/api.js").Options} Options */

/** @typedef {"ordered"|"expired"|"paid"|"dispensing"|"delivered"|"partly_delivered"|"review"|"refund_due"|"refunded"}
 *   SaleState */

/**
 * A transaction; amounts in minor units.
 * @typedef {object} Sale
 * @property {string} transaction_id
 * @property {string|null} order_id
 * @property {string} machine_id
 * @property {SaleState} state
 * @property {number} quantity
 * @property {number|null} dispensed null until somebody says what came out
 * @property {number} amount
 * @property {number} refunded
 * @property {string} currency
 * @property {string} updated_at
 */

/**
 * A machine; `transactions` are those that hold units.
 * @typedef {object} Machine
 * @property {string} machine_id
 * @property {string} name
 * @property {string} location
 * @property {"offline"|"Unavailable"|"dispatch_sent"|"locked"|"active"|"idle"} status
 * @property {number} current_stock
 * @property {number} available
 * @property {number} unit_price_paise
 * @property {string|null} last_refill_at
 * @property {string|null} last_seen_at
 * @property {boolean} online
 * @property {boolean} in_service
 * @property {boolean} locked
 * @property {string|null} lock_expires_at
 * @property {Sale[]} transactions
 */

/**
 * @typedef {object} LoggedEvent
 * @property {number} id
 * @property {string} machine_id
 * @property {string|null} client_id
 * @property {string} type
 * @property {Record<string, any>} payload
 * @property {string} created_at
 */

/**
 * @typedef {object} Desk
 * @property {"smtp"|"folder"|"none"} mail
 * @property {boolean} webhook
 * @property {string} currency
 * @property {"refund"|"review"} dispense_unconfirmed
 * @property {{review: number, refunds_open: number, feedback_new: number, mails_failed: number,
 *   webhooks_failed: number}} counts
 */

/**
 * A transaction with everything that has happened to it, oldest first.
 * @typedef {Sale & {client_id: string, flag: string|null, created_at: string, is_test?: boolean,
 *   steps: {step: string, at: string, details: Record<string, any>}[],
 *   refunds: {refund_id: string, amount: number, reason: string, state: "due"|"sent"|"done"|"failed",
 *     created_at: string, done_at: string|null}[]}} Ledger
 */

/** @typedef {{id: number, created_at: string, revoked_at: string|null, in_use: boolean}} Key */

/** What the stream does not tell of a machine.
 * @typedef {Machine & {latitude: number|null, longitude: number|null, created_at: string, keys: Key[]}} More */

/** @template Row @typedef {{count: number, next: string|null, results: Row[]}} Page */

/** Something that operators press: see acts.js.
 * @typedef {{method: "POST"|"PATCH"|"DELETE", path: string, body: object}} Act */

/** @type {Options} */
const BARE = { envelope: "detail" };

/** @param {string} path @param {Record<string, string|number>} [query] */
export const read = (path, query = {}) => {
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return signedGet(asked.size ? `${path}?${asked}` : path, BARE);
};

/** Sends one once. @param {Act} act @param {Options} [options] */
export const attempt = ({ method, path, body }, options = {}) =>
  signedSend(method, path, body, { ...options, ...BARE });

/** The board's stream without a socket. @param {number|null} since @param {string} epoch */
export const live = (since, epoch) => read(`/edge/fleet/live/${point(since, epoch)}`);

/** @returns {Promise<Desk>} */
export const desk = () => read("/edge/desk/");

/** Whose money is on its way back. @returns {Promise<Page<Sale>>} */
export const salesDue = () => read("/edge/transactions/", { state: "refund_due", limit: 200 });

/** What has happened to a machine, newest first. @param {string} id @param {number} limit
 * @returns {Promise<Page<LoggedEvent>>} */
export const eventsOf = (id, limit, offset = 0) =>
  read("/edge/machine-events/", { machine_id: id, limit, offset });

/** @param {string} id @returns {Promise<More>} */
export const machineMore = (id) => read(`/edge/vending-machines/${id}/`);

/** The ledger of a machine, newest first. @param {string} id @param {Record<string, string|number>} query
 * @returns {Promise<Page<Sale>>} */
export const ledgerOf = (id, query) => read("/edge/transactions/", { machine_id: id, ...query });

/** @param {string} id @returns {Promise<Ledger>} */
export const saleOf = (id) => read(`/edge/transactions/${encodeURIComponent(id)}/`);

/** How many units are inside, where `expected` were seen.
 * @param {string} id @param {number} stock @param {number} expected @returns {Act} */
export const stockSet = (id, stock, expected) =>
  ({ method: "POST", path: `/api/machine/${id}/update-stock`, body: { stock, expected } });

/**
 * @typedef {{name: string, location: string, unit_price_paise: number, in_service: boolean, latitude: number|null,
 *   longitude: number|null}} Changeable
 */

/** @param {string} id @param {Partial<Changeable>} some @returns {Act} */
export const machineChange = (id, some) => ({ method: "PATCH", path: `/api/machine/${id}`, body: some });

/** A further key, which is shown this once. @param {string} id @returns {Promise<{id: number, key: string}>} */
export const keyAdd = (id) => attempt({ method: "POST", path: `/api/machine/${id}/keys`, body: {} });

/** @param {string} id @param {number} keyId @returns {Act} */
export const keyRemove = (id, keyId) => ({ method: "DELETE", path: `/api/machine/${id}/keys/${keyId}`, body: {} });

/** Has it dispense without a sale.
 * @param {string} id @param {{quantity: number, reason: string}} test @returns {Act} */
export const testDispense = (id, test) => ({
  method: "POST",
  path: `/edge/vending-machines/${id}/test-dispense/`,
  body: test,
});

/** A new machine, and its key, which is shown this once. @param {string} id @returns {Promise<{api_key: string}>} */
export const machineAdd = (id) => attempt({ method: "POST", path: "/api/machine/register", body: { machine_id: id } });

/** Where a customer reads what became of a transaction. @param {Ledger} sale @returns {Promise<{receipt: string}>} */
export const receiptOf = ({ machine_id: id, client_id, transaction_id }) =>
  read(`/api/machine/${id}/receipt`, { client_id, transaction_id });
