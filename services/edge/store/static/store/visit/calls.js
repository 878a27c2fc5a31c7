/** Every call of a visitor: codes for the gates, visits, receipts, payments, deposits. Amounts are decimal texts. */

import { signedGet, signedPost } from "../../pages/login.js";

/** @typedef {import("../../pages/api.js").Options} Options */

/**
 * @typedef {object} Line units of a product at one price
 * @property {number} product_id
 * @property {string} name
 * @property {number} quantity
 * @property {string} unit_price
 * @property {string} total
 */

/** @typedef {{visit_id: string, lines: Line[], total: string, currency: string}} Cart */
/** @typedef {{message: string, lines: {product_id: number, quantity: number}[], created_at: string}} Contest */

/**
 * @typedef {object} Receipt
 * @property {string} id
 * @property {string} number for people
 * @property {Line[]} lines
 * @property {string} total
 * @property {string} currency
 * @property {"draft"|"completed"|"contested"|"reviewed"} status
 * @property {string|null} payment_id
 * @property {string} paid
 * @property {string} due
 * @property {string} created_at
 * @property {string|null} settled_at
 * @property {Contest|null} contest
 */

/**
 * @typedef {object} Refund
 * @property {string} id
 * @property {string} amount
 * @property {string} reason
 * @property {"due"|"sent"|"done"|"failed"} state
 * @property {string} created_at
 * @property {string|null} done_at
 */

/**
 * @typedef {object} Visit
 * @property {string} id
 * @property {number} user_id
 * @property {"customer"|"operations"|"admin"} role
 * @property {string} entered_at
 * @property {string|null} exited_at null while somebody is inside
 * @property {boolean} billable
 * @property {Cart} cart
 * @property {string[]} tickets
 * @property {Receipt|null} receipt null until all tickets are complete; for staff always
 * @property {Refund[]} refunds
 * @property {string|null} deposit_id
 */

/** @typedef {{key: string, order_id: string, amount_minor: number, url: string|null}} Checkout */

/**
 * @typedef {object} Payment
 * @property {string} payment_id
 * @property {"receipt"|"deposit"} kind
 * @property {"created"|"paid"|"authorised"|"failed"|"cancelled"|"expired"|"refund_due"|"refunded"} status
 * @property {string} amount
 * @property {string} currency
 * @property {Checkout|null} checkout null once it is no longer `created`
 * @property {string} expires_at
 * @property {string|null} receipt_id
 * @property {string|null} visit_id of a deposit once somebody has come in by it
 */

/** @typedef {{token: string, expires_at: string, qr: string}} EntryToken `qr` is base64 of an SVG */
/** @typedef {{count: number, next: string|null, results: Visit[]}} Page */

const DETAIL = /** @type {const} */ ({ envelope: "detail" });
const PAYING_MS = 20_000; // the provider is given five seconds, and asked several things

/** A fresh code for a gate. @param {object} wanted @returns {Promise<EntryToken>} */
export const tokenCreate = (wanted) => signedPost("/edge/entry-tokens/", wanted, DETAIL);

/** Own visits, newest first. @param {Record<string, string>} query @returns {Promise<Page>} */
export const visitsGet = (query) =>
  signedGet(`/edge/visits/?${new URLSearchParams({ own: "true", ...query })}`, DETAIL);

/** @param {string} id @returns {Promise<Visit>} */
export const visitGet = (id) => signedGet(`/edge/visits/${id}/`, DETAIL);

/** @param {string} id @param {string} query @returns {Promise<{seq: number, epoch: string, data: *}>} */
export const liveGet = (id, query) => signedGet(`/edge/visits/${id}/live/${query}`, DETAIL);

/** Where somebody says that a receipt is wrong. @param {string} visitId */
export const contestPath = (visitId) => `/edge/visits/${visitId}/contest/`;

/** @param {string} receiptId */
export const checkoutPath = (receiptId) => `/edge/receipts/${receiptId}/checkout/`;

export const DEPOSITS = "/edge/deposits/";

/** @param {string} id */
export const verifyPath = (id) => `/edge/payments/${id}/verify/`;

/** Own payments in a state, newest first. @param {string} status @returns {Promise<{results: Payment[]}>} */
export const paymentsGet = (status) =>
  signedGet(`/edge/payments/?${new URLSearchParams({ own: "true", status })}`, DETAIL);

/** @param {string} id @returns {Promise<Payment>} */
export const paymentGet = (id) => signedGet(`/edge/payments/${id}/`, DETAIL);

/** @param {string} id @param {string} key @returns {Promise<Payment>} */
export const paymentCancel = (id, key) => signedPost(`/edge/payments/${id}/cancel/`, {}, { ...DETAIL, key });

/** For `insist`. @param {string} path @param {object} body @param {Options} [options] */
export const write = (path, body, options) =>
  signedPost(path, body, { ...options, ...DETAIL, timeout: PAYING_MS });
