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

/** @template Row @typedef {{count: number, next: string|null, results: Row[]}} Page */

/** Something that operators press: see acts.js. @typedef {{method: "POST"|"PATCH"|"DELETE", path: string, body: object}} Act */

/** @type {Options} */
const BARE = { envelope: "detail" };

/** @param {string} path @param {Record<string, string|number>} [query] */
export const read = (path, query = {}) => {
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return signedGet(asked.size ? `${path}?${asked}` : path, BARE);
};

/** Sends one once. @param {Act} act @param {Options} [options] */
export const attempt = ({ method, path, body }, options = {}) => signedSend(method, path, body, { ...options, ...BARE });

/** The board's stream without a socket. @param {number|null} since @param {string} epoch */
export const live = (since, epoch) => read(`/edge/fleet/live/${point(since, epoch)}`);

/** @returns {Promise<Desk>} */
export const desk = () => read("/edge/desk/");

/** Whose money is on its way back. @returns {Promise<Page<Sale>>} */
export const salesDue = () => read("/edge/transactions/", { state: "refund_due", limit: 200 });

/** What has happened to a machine, newest first. @param {string} id @param {number} limit @returns {Promise<Page<LoggedEvent>>} */
export const eventsOf = (id, limit, offset = 0) =>
  read("/edge/machine-events/", { machine_id: id, limit, offset });
