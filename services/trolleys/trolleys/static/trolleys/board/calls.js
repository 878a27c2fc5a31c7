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
