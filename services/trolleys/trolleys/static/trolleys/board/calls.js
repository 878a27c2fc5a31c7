/** Every call of the board to the services. Each throws what they answer. */

import { signedGet, signedSend } from "../../pages/login.js";
import { point } from "../../pages/stream.js";

/** @typedef {import("../../pages/api.js").Options} Options */
/** @typedef {import("../cart/calls.js").Line} Line */

/**
 * A trolley with who has it.
 * @typedef {object} Trolley
 * @property {string} trolley_id
 * @property {string} qr_code_data what its QR code says
 * @property {boolean} is_active
 * @property {boolean} is_locked
 * @property {"available"|"in_use"|"reserved"|"inactive"} status
 * @property {boolean} trolley_online
 * @property {string|null} reserved_until
 * @property {string|null} assigned_to_username
 * @property {string|null} assigned_at
 * @property {string|null} last_seen
 * @property {import("../shopper/calls.js").Session & {cart_items_count: number, subtotal: string}|null} session
 */

/**
 * Something that somebody waits for.
 * @typedef {object} Waiting
 * @property {"age"|"check"|"help"|"cash"} kind
 * @property {number} cart_id
 * @property {string|null} session_id null for a user's own cart
 * @property {string|null} trolley_id null for a user's own cart
 * @property {string|null} user
 * @property {string} since
 * @property {Line|null} line
 * @property {number|null} items how many units are to be scanned
 * @property {number} cart_items_count
 * @property {string} subtotal
 * @property {string|null} payment_id
 */

/** @type {Options} */
const BARE = { envelope: "error" };

/** The board's stream without a socket. @param {number} place @param {number|null} since @param {string} epoch */
export const live = (place, since, epoch) =>
  signedGet(`/api/trolleys/live${point(since, epoch, { location_id: String(place) })}`, BARE);

/** @param {string} trolleyId @param {string} key */
export const forceUnassign = (trolleyId, key) =>
  signedSend("POST", `/api/trolleys/${encodeURIComponent(trolleyId)}/force-unassign`, {}, { ...BARE, key });

/** @param {number} lineId @param {boolean} approved @param {string} key */
export const approve = (lineId, approved, key) =>
  signedSend("POST", "/api/session/approve", { line_id: lineId, approved }, { ...BARE, key });

/** @param {string} sessionId */
export const helped = (sessionId) =>
  signedSend("POST", "/api/session/help", { session_id: sessionId, wanted: false }, BARE);

/**
 * What was scanned in a spot check.
 * @param {string} sessionId
 * @param {{barcodes?: string[], whole?: boolean, skip?: boolean}} scanned
 * @param {string} key
 * @returns {Promise<{state: "passed"|"missed", not_in_cart?: string[]}>}
 */
export const check = (sessionId, scanned, key) =>
  signedSend("POST", "/api/session/check", { session_id: sessionId, ...scanned }, { ...BARE, key });

/** @param {string} paymentId */
export const cashReceived = (paymentId) =>
  signedSend("POST", `/api/payments/${paymentId}/cash`, { action: "received" }, BARE);

/**
 * A receipt's code at the exit, which is good once.
 * @param {string} code
 * @param {string} key
 * @returns {Promise<import("../cart/calls.js").Receipt & {items: number}>}
 */
export const receiptVerify = (code, key) =>
  signedSend("POST", "/api/receipts/verify", { code }, { ...BARE, key });

/**
 * Who had which trolley, for how long.
 * @typedef {object} Visit
 * @property {string} session_id
 * @property {string|null} username
 * @property {string} trolley_id
 * @property {string} started_at
 * @property {string|null} ended_at
 * @property {number|null} duration_s
 * @property {number} items
 * @property {string} amount
 * @property {string} currency
 * @property {string|null} ended_by
 * @property {string|null} receipt_id
 */

/** @param {Record<string, string>} query @returns {Promise<{count: number, results: Visit[]}>} */
export const visits = (query) => signedGet(`/api/session/audit?${new URLSearchParams(query)}`, BARE);

/**
 * @typedef {object} Usage
 * @property {number} sessions
 * @property {number} paid
 * @property {number|null} conversion
 * @property {number|null} mean_duration_s
 * @property {number} items
 * @property {string} revenue
 * @property {string} currency
 * @property {{day: string, sessions: number, paid: number}[]} per_day
 * @property {{hour: number, sessions: number}[]} per_hour
 * @property {{trolley_id: string, sessions: number, paid: number, mean_duration_s: number|null}[]} per_trolley
 */

/** @param {Record<string, string>} query @returns {Promise<Usage>} */
export const usage = (query) => signedGet(`/api/trolleys/usage?${new URLSearchParams(query)}`, BARE);

/** What a place has decided. @typedef {{spot_check_percent: number, spot_check_items: number, cash: boolean}} Rules */

/** @param {number} place @returns {Promise<Rules>} */
export const rulesGet = (place) => signedGet(`/api/trolleys/settings?location_id=${place}`, BARE);

/** @param {number} place @param {Partial<Rules>} rules @returns {Promise<Rules>} */
export const rulesPut = (place, rules) => signedSend("PUT", `/api/trolleys/settings?location_id=${place}`, rules, BARE);

/** @param {string} id @param {number} place @returns {Promise<Trolley>} */
export const trolleyAdd = (id, place) =>
  signedSend("POST", "/api/trolleys", { trolley_id: id, ...(place && { location_id: place }) }, BARE);

/** @param {string} id @param {boolean} isActive @returns {Promise<Trolley>} */
export const trolleySwitch = (id, isActive) =>
  signedSend("PATCH", `/api/trolleys/${encodeURIComponent(id)}`, { is_active: isActive }, BARE);

/** A key for the trolley's own connection, told this once. @param {string} id @returns {Promise<{id: number, key: string}>} */
export const keyAdd = (id) => signedSend("POST", `/api/trolleys/${encodeURIComponent(id)}/keys`, {}, BARE);
