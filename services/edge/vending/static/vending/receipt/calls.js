/** The receipt, as whoever has its address may read it. */

import { get } from "../../pages/api.js";

/** @typedef {{step: string, at: string}} Step */
/** @typedef {{amount: number, reason: string, state: string, created_at: string, done_at: string|null,
 *   provider_refund_id: string|null}} Refund */

/**
 * @typedef {object} Receipt amounts are whole minor units
 * @property {string} receipt
 * @property {string} transaction_id
 * @property {{machine_id: string, name: string, location: string}} machine
 * @property {import("../machine/calls.js").Sale["state"]} state
 * @property {number} quantity
 * @property {number|null} dispensed
 * @property {number} unit_price_paise
 * @property {number} amount
 * @property {number} refunded
 * @property {string} currency
 * @property {string|null} order_id
 * @property {string|null} payment_id
 * @property {string} created_at
 * @property {string|null} paid_at
 * @property {string} updated_at
 * @property {Step[]} steps
 * @property {Refund[]} refunds
 */

/** @param {string} id @returns {Promise<Receipt>} */
export const receiptGet = (id) => get(`/edge/receipts/${id}/`, { envelope: "detail" });
