/** Every call of the shopper's page to the services. Each throws what they answer. */

import { get, post, send } from "../../pages/api.js";
import { token, who } from "../../pages/login.js";
import { point } from "../../pages/stream.js";

/** @typedef {import("../../pages/api.js").Options} Options */

/**
 * @typedef {object} Trolley
 * @property {string} trolley_id
 * @property {"available"|"in_use"|"reserved"|"inactive"} status
 * @property {number|null} location_id
 * @property {boolean} trolley_online
 * @property {string|null} reserved_until
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

/**
 * @typedef {object} Product
 * @property {number} id
 * @property {string} name
 * @property {string} price
 * @property {number|null} available null where nobody counts
 * @property {string|null} primary_image
 * @property {string|null} barcode
 * @property {number|null} min_age
 */

/**
 * @typedef {object} Line
 * @property {number} id
 * @property {Product} product
 * @property {number} quantity
 * @property {string} price_at_addition
 * @property {string} current_price
 * @property {boolean} price_changed
 * @property {string} price_difference
 * @property {"in_stock"|"low_stock"|"insufficient_stock"|"unavailable"|"unknown"} stock_status
 * @property {number|null} min_age years
 * @property {"not_needed"|"waiting"|"approved"|"denied"} approval
 * @property {string} updated_at
 */

/**
 * @typedef {object} Payment
 * @property {string} payment_id
 * @property {"created"|"paid"|"failed"|"cancelled"|"expired"|"refund_due"|"refunded"} status
 * @property {string} amount
 * @property {string} currency
 * @property {"razorpay"|"cash"} provider
 * @property {{key: string, order_id: string, amount_minor: number, url: string|null}|null} checkout
 * @property {string} expires_at
 * @property {string|null} receipt_id
 */

const PAYING_MS = 20_000; // the provider is given five seconds, and asked several things

/** @type {Options} */
const BARE = { envelope: "error" };
/** @type {Options} */
const CARTS = { envelope: "message" };

/** @param {string} id @returns {Promise<Trolley>} */
export const trolleyGet = (id) => get(`/api/trolleys/${encodeURIComponent(id)}`, BARE);

/** @param {number} id @returns {Promise<{name: string}>} */
export const placeGet = (id) => get(`/locations/get/${id}/`);

/** The cart with all its lines. @param {string} id @returns {Promise<{items: Line[]}>} */
export const cartGet = (id) => get(`/api/cart/?session_id=${id}`, CARTS);

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

/**
 * Makes a payment of the cart, which is frozen from then on.
 * @type {(path: string, body: object, options?: Options) => Promise<Payment>}
 */
export const checkout = (path, body, options) => post(path, body, { ...options, ...BARE, timeout: PAYING_MS });

/**
 * Says that it was paid, as the provider has signed it.
 * @type {(path: string, body: object, options?: Options) => Promise<{status: Payment["status"]}>}
 */
export const paymentVerify = (path, body, options) => post(path, body, { ...options, ...BARE, timeout: PAYING_MS });

/** @param {string} id @param {string} paymentId @returns {Promise<Payment>} */
export const paymentCancel = (id, paymentId) => post(`/api/payments/${paymentId}/cancel`, { session_id: id }, BARE);

/** @param {string} id @param {string} receiptId @returns {Promise<import("./pay.js").Receipt>} */
export const receiptGet = (id, receiptId) => get(`/api/receipts/${receiptId}?session_id=${id}`, BARE);

/** A QR code as an address for an <img>. @param {string} value */
export const drawn = async (value) =>
  `data:image/svg+xml;base64,${(await post("/codes/render/qr/", { value })).base64}`;

/** The session's stream without a socket. @param {string} id @param {number|null} since @param {string} epoch */
export const live = (id, since, epoch) => get(`/api/session/${id}/live${point(since, epoch)}`, BARE);

/** @type {(path: string, body: object, options?: Options) => Promise<Line>} */
export const cartAdd = (path, body, options) => post(path, body, { ...options, ...CARTS });

/** @type {(path: string, body: object, options?: Options) => Promise<Line>} */
export const cartUpdate = (path, body, options) => send("PATCH", path, body, { ...options, ...CARTS });

/** @type {(path: string, body: object, options?: Options) => Promise<undefined>} */
export const cartRemove = (path, body, options) => send("DELETE", path, body, { ...options, ...CARTS });

/** Takes today's prices. @param {string} id @param {string} key */
export const cartRefresh = (id, key) => post("/api/cart/refresh/", { session_id: id }, { ...CARTS, key });

/**
 * What a place sells under a part of its name.
 * @param {number} locationId
 * @param {string} name
 * @returns {Promise<{product: any}[]>}
 */
export const productsFind = (locationId, name) =>
  get(`/products/find/?${new URLSearchParams({ location_id: String(locationId), name, limit: "20" })}`);
