/** Every call of the shopper's page to the services. Each throws what they answer. */

import { get, post } from "../../pages/api.js";
import { signedGet, token, who } from "../../pages/login.js";
import { point } from "../../pages/stream.js";

/** @typedef {import("../../pages/api.js").Options} Options */

/**
 * @typedef {object} Trolley
 * @property {string} trolley_id
 * @property {"available"|"in_use"|"reserved"|"inactive"} status
 * @property {number|null} location_id
 * @property {boolean} trolley_online
 * @property {string|null} reserved_until
 * @property {number|null} assigned_to a user's id
 * @property {string|null} assigned_to_username
 * @property {boolean} cash whether its place takes cash
 * @property {string} page_text what its place says to everybody at its trolleys; "" for nothing
 */

/**
 * @typedef {object} Session
 * @property {string} session_id
 * @property {string} session_code
 * @property {string} trolley_id
 * @property {"active"|"ended"|"expired"} state
 * @property {string|null} assigned_to
 * @property {string} expires_at
 * @property {string|null} ended_at
 * @property {null|"payment"|"user"|"staff"|"expiry"} ended_by
 * @property {string|null} payment_id
 * @property {string|null} receipt_id
 * @property {Check} check
 * @property {string|null} help_since
 */

/** @typedef {{state: "none"|"waiting"|"missed"|"passed", items: number|null, since: string|null}} Check */

/** @type {Options} */
const BARE = { envelope: "error" };

/** @param {string} id @returns {Promise<Trolley>} */
export const trolleyGet = (id) => (who() ? signedGet : get)(`/api/trolleys/${encodeURIComponent(id)}`, BARE);

/** @param {number} id @returns {Promise<{name: string}>} */
export const placeGet = (id) => get(`/locations/get/${id}/`);

/** @param {string} id @returns {Promise<Session>} */
export const sessionGet = (id) => get(`/api/session/${encodeURIComponent(id)}`, BARE);

/**
 * Takes a trolley; with the session that this phone has already, if it is that one.
 * @param {string} trolleyId
 * @param {string|null} held
 * @param {string} key
 */
export async function scan(trolleyId, held, key) {
  const body = { trolley_id: trolleyId, ...(held && { session_id: held }) };
  return post("/api/session/qr-scan", body, { ...BARE, key, ...(who() && { token: await token() }) });
}

/** @param {string} id @param {string} key */
export const restore = (id, key) => post("/api/session/restore", { session_id: id }, { ...BARE, key });

/** @param {string} id @param {string} trolleyId @param {string} key */
export const move = (id, trolleyId, key) =>
  post("/api/session/move", { session_id: id, trolley_id: trolleyId }, { ...BARE, key });

/** @param {string} id @param {string} key */
export const end = (id, key) => post("/api/session/end", { session_id: id }, { ...BARE, key });

/** A sign of life. @param {string} id @returns {Promise<{expires_at: string}>} */
export const heartbeat = (id) => post("/api/session/heartbeat", { session_id: id }, BARE);

/** @param {string} id @param {boolean} wanted @returns {Promise<{help_since: string|null}>} */
export const help = (id, wanted) => post("/api/session/help", { session_id: id, wanted }, BARE);

/** The session's stream without a socket. @param {string} id @param {number|null} since @param {string} epoch */
export const live = (id, since, epoch) => get(`/api/session/${id}/live${point(since, epoch)}`, BARE);
