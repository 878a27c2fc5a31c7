/** Every call of the board to the services. Each throws what they answer. */

import { get } from "../../pages/api.js";
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

/** Something that staff do by one POST: see acts.js. @typedef {{path: string, body: object}} Act */

/**
 * Takes a trolley from this session only; without one, from whoever has reserved it.
 * @param {string} id
 * @param {string} [session]
 * @returns {Act}
 */
export const forceUnassign = (id, session) => ({
  path: `/api/trolleys/${encodeURIComponent(id)}/force-unassign`, body: session ? { session_id: session } : {},
});

/** @param {number} lineId @param {boolean} approved @returns {Act} */
export const approve = (lineId, approved) =>
  ({ path: "/api/session/approve", body: { line_id: lineId, approved } });

/** @param {string} sessionId @returns {Act} */
export const helped = (sessionId) => ({ path: "/api/session/help", body: { session_id: sessionId, wanted: false } });

/**
 * What was scanned in a spot check; answered with `{"state":"passed"|"missed","not_in_cart":[…]}`.
 * @param {string} sessionId
 * @param {{barcodes?: string[], whole?: boolean, skip?: boolean}} scanned
 * @returns {Act}
 */
export const check = (sessionId, scanned) =>
  ({ path: "/api/session/check", body: { session_id: sessionId, ...scanned } });

/** How a spot check stands. @param {string} sessionId @returns {Promise<string>} */
export const checkState = async (sessionId) =>
  (await get(`/api/session/${encodeURIComponent(sessionId)}`, BARE)).check.state;

/** @param {string} paymentId @returns {Act} */
export const cashReceived = (paymentId) =>
  ({ path: `/api/payments/${paymentId}/cash`, body: { action: "received" } });

/** A receipt's code at the exit, which is good once; answered with the receipt. @param {string} code @returns {Act} */
export const receiptVerify = (code) => ({ path: "/api/receipts/verify", body: { code } });

/** Sends it once. @type {typeof import("../../pages/api.js").post} */
export const post = (path, body, options) => signedSend("POST", path, body, { ...options, ...BARE });

/**
 * Who had which trolley, for how long.
 * @typedef {object} Visit
 * @property {string} session_id
 * @property {number|null} user
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

/** What a place has decided; `page_text` is said by the page of each of its trolleys.
 * @typedef {{spot_check_percent: number, spot_check_items: number, cash: boolean, page_text: string}} Rules */

/** @param {number} place @returns {Promise<Rules>} */
export const rulesGet = (place) => signedGet(`/api/trolleys/settings?location_id=${place}`, BARE);

/** @param {number} place @param {Partial<Rules>} rules @returns {Promise<Rules>} */
export const rulesPut = (place, rules) => signedSend("PUT", `/api/trolleys/settings?location_id=${place}`, rules, BARE);

/** The places that have trolleys; 0 for those without one. @returns {Promise<Set<number>>} */
export async function placesWithTrolleys() {
  /** @type {Set<number>} */
  const places = new Set();
  for (let path = "/api/trolleys?limit=200"; path;) {
    const { results, next } = await get(path, BARE);
    for (const { location_id: place } of results) places.add(place ?? 0);
    path = next;
  }
  return places;
}

/**
 * What everybody may know of a place; throws what is refused.
 * @param {number} id
 * @returns {Promise<{id: number, name: string}>}
 */
export const placeGet = (id) => get(`/locations/get/${id}/`);

/** @param {string} id @param {number} place @returns {Promise<Trolley>} */
export const trolleyAdd = (id, place) =>
  signedSend("POST", "/api/trolleys", { trolley_id: id, ...(place && { location_id: place }) }, BARE);

/** @param {string} id @param {boolean} isActive @returns {Promise<Trolley>} */
export const trolleySwitch = (id, isActive) =>
  signedSend("PATCH", `/api/trolleys/${encodeURIComponent(id)}`, { is_active: isActive }, BARE);

/**
 * A key for the trolley's own connection, told this once.
 * @param {string} id
 * @returns {Promise<{id: number, key: string}>}
 */
export const keyAdd = (id) => signedSend("POST", `/api/trolleys/${encodeURIComponent(id)}/keys`, {}, BARE);
