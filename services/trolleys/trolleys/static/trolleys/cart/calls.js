/** Every call about a cart, its payment and its receipt: of a trolley's session, or of who is signed in. */

import { get, post, send } from "../../pages/api.js";
import { token } from "../../pages/login.js";
import { owner } from "./owner.js";

/** @typedef {import("../../pages/api.js").Options} Options */
/** @typedef {{status: Payment["status"], receipt_id: string|null}} Verified */

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
 * @property {string} created_at
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

/**
 * @typedef {object} Receipt
 * @property {string} receipt_id
 * @property {string} number
 * @property {string|null} trolley_id
 * @property {string} total
 * @property {{product_id: number, name: string, quantity: number, unit_price: string, total_price: string}[]} lines
 * @property {string} provider
 * @property {string|null} provider_payment_id
 * @property {string} paid_at
 * @property {{amount: string, state: string}[]} refunds
 * @property {string} exit_code
 * @property {string|null} verified_at
 */

/** @typedef {{product_id: number, product_name: string, issues: string[], codes: string[]}} Issue */

/** @typedef {{items: Line[], total_items: number, subtotal: string}} Cart */

const PAYING_MS = 20_000; // the provider is given five seconds, and asked several things

/**
 * What every call about this cart says: whose it is.
 * @param {Options["envelope"]} envelope
 * @param {Options} [more]
 * @returns {Promise<Options>}
 */
async function by(envelope, more = {}) {
  return { ...more, envelope, ...(owner().signed && { token: await token() }) };
}

/** @param {object} body */
const claimed = (body) => ({ ...owner().claim, ...body });

/** @param {Record<string, string>} [query] */
const asked = (query = {}) => String(new URLSearchParams({ ...owner().claim, ...query }));

/** The cart with all its lines. @returns {Promise<Cart>} */
export const cartGet = async () => get(`/api/cart/?${asked()}`, await by("message"));

/** What would keep the cart from being paid. @returns {Promise<{valid: boolean, issues?: Issue[]}>} */
export const cartValidate = async () => get(`/api/cart/validate/?${asked()}`, await by("message"));

/** @type {(path: string, body: object, options?: Options) => Promise<Line>} */
export const cartAdd = async (path, body, options) => post(path, claimed(body), await by("message", options));

/** @type {(path: string, body: object, options?: Options) => Promise<Line>} */
export const cartUpdate = async (path, body, options) =>
  send("PATCH", path, claimed(body), await by("message", options));

/** @type {(path: string, body: object, options?: Options) => Promise<undefined>} */
export const cartRemove = async (path, body, options) =>
  send("DELETE", path, claimed(body), await by("message", options));

/** Takes today's prices. @param {string} key @returns {Promise<Cart>} */
export const cartRefresh = async (key) => post("/api/cart/refresh/", claimed({}), await by("message", { key }));

/**
 * Makes a payment of the cart, which is frozen from then on.
 * @type {(path: string, body: object, options?: Options) => Promise<Payment>}
 */
export const checkout = async (path, body, options) =>
  post(path, claimed(body), await by("message", { ...options, timeout: PAYING_MS }));

/**
 * Says that it was paid, as the provider has signed it.
 * @type {(path: string, body: object, options?: Options) => Promise<Verified>}
 */
export const paymentVerify = async (path, body, options) =>
  post(path, claimed(body), await by("error", { ...options, timeout: PAYING_MS }));

/** @param {string} id @returns {Promise<Payment>} */
export const paymentGet = async (id) => get(`/api/payments/${id}?${asked()}`, await by("error"));

/** @param {string} id @returns {Promise<Payment>} */
export const paymentCancel = async (id) => post(`/api/payments/${id}/cancel`, claimed({}), await by("error"));

/** @param {string} id @returns {Promise<Receipt>} */
export const receiptGet = async (id) => get(`/api/receipts/${id}?${asked()}`, await by("error"));

/**
 * What a place sells under a part of its name, or any place.
 * @param {number|null} locationId
 * @param {string} name
 * @returns {Promise<{product: any}[]>}
 */
export const productsFind = (locationId, name) =>
  get(`/products/find/?${new URLSearchParams({ ...(locationId !== null && { location_id: String(locationId) }), name,
    limit: "20" })}`);
