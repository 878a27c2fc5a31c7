/** Every call of a customer about a machine, an order and a receipt. Amounts are whole minor units. */

import { get, post } from "../../pages/api.js";

/** @typedef {import("../../pages/api.js").Options} Options */

/**
 * @typedef {object} Sale the caller's own latest one at a machine
 * @property {string} transaction_id
 * @property {string|null} order_id
 * @property {string} machine_id
 * @property {"ordered"|"expired"|"paid"|"dispensing"|"delivered"|"partly_delivered"|"review"|"refund_due"
 *   |"refunded"} state
 * @property {number} quantity
 * @property {number|null} dispensed units that came out; null until somebody says
 * @property {number} amount
 * @property {number} refunded
 * @property {string} currency
 * @property {string} updated_at
 */

/**
 * @typedef {object} Status a machine as this client sees it
 * @property {string} machine_id
 * @property {"offline"|"Unavailable"|"dispatch_sent"|"locked"|"active"|"idle"} status
 * @property {number} current_stock
 * @property {number} available
 * @property {string|null} display_code_expires_at
 * @property {boolean} locked
 * @property {string|null} locked_by this client or nobody
 * @property {string|null} expires_at of the lock, also when it is over
 * @property {string} server_time
 * @property {number} unit_price_paise
 * @property {string} currency
 * @property {Sale|null} transaction
 */

/** @typedef {{key: string, order_id: string, amount_minor: number, url: string|null}} Checkout */
/** @typedef {{transaction_id: string, client_id: string, machine_id: string}} Metadata */

const DETAIL = /** @type {const} */ ({ envelope: "detail" });
const PAYING_MS = 20_000; // the provider is given five seconds, and asked several things

/** @param {string} machineId @param {string} rest */
export const path = (machineId, rest) => `/api/machine/${encodeURIComponent(machineId)}/${rest}`;

/** @param {string} machineId @param {string} clientId @returns {Promise<Status>} */
export const statusGet = (machineId, clientId) =>
  get(`${path(machineId, "public-status")}?${new URLSearchParams({ client_id: clientId })}`, DETAIL);

/** @param {string} machineId @param {Record<string, string>} query
 * @returns {Promise<{seq: number, epoch: string, data: *}>} */
export const liveGet = (machineId, query) => get(`${path(machineId, "live")}?${new URLSearchParams(query)}`, DETAIL);

/** What a machine is called, and where it is; undefined where there is none.
 * @param {string} machineId @returns {Promise<{name: string, location: string}|undefined>} */
export const nameGet = async (machineId) =>
  (await get(`/rest/v1/machines?${new URLSearchParams({ machine_id: `eq.${machineId}` })}`, DETAIL))[0];

/** @param {string} clientId @param {string} code
 * @returns {Promise<{machine_id: string, expires_at: string}>} of whatever machine shows the code */
export const lockByCode = (clientId, code) => post("/api/lock-by-code", { client_id: clientId, code }, DETAIL);

/** @param {string} machineId @param {string} clientId */
export const unlock = (machineId, clientId) => post(path(machineId, "unlock"), { client_id: clientId }, DETAIL);

/** Another one for the same transaction replaces it.
 * @param {number} amount @param {Metadata} metadata @returns {Promise<{id: string, checkout: Checkout|null}>} */
export const orderCreate = (amount, metadata) =>
  post("/create-order", { amount, metadata }, { ...DETAIL, timeout: PAYING_MS });

/** For `insist`. @param {string} to @param {object} body @param {Options} [options] */
export const write = (to, body, options) => post(to, body, { ...options, ...DETAIL, timeout: PAYING_MS });

/** @param {string} machineId @param {string} clientId @param {string} transactionId
 * @returns {Promise<{receipt: string, url: string}>} */
export const receiptOf = (machineId, clientId, transactionId) => {
  const query = new URLSearchParams({ client_id: clientId, transaction_id: transactionId });
  return get(`${path(machineId, "receipt")}?${query}`, DETAIL);
};
