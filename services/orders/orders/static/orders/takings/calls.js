/** Every call of this page to the services. Each throws what they answer. Amounts are decimal texts. */

import { get, insist, newKey } from "../../pages/api.js";
import { signedFile, signedGet, signedPost } from "../../pages/login.js";

/** @typedef {{orders: number, quantity: number, gross: string, discount: string, voided: string,
 *   amount: string}} Sum */
/** @typedef {{vat_rate: string, gross: string, net: string, vat: string}} Tax */
/** @typedef {{first: number|null, last: number|null, count: number}} Numbers */
/** @typedef {"online"|"cash"|"card"} Kind */

/**
 * What days have brought: `GET /orders/takings/get/<location_id>/`. Times are in seconds.
 * @typedef {object} Takings
 * @property {string} from a day, as "2026-11-28"
 * @property {string} to
 * @property {string} start when the first of these days begins, ISO 8601
 * @property {string} end
 * @property {string} timezone
 * @property {string} currency
 * @property {Sum} sold
 * @property {(Sum & {hour: number})[]} hours
 * @property {(Sum & {name: string, category: string})[]} dishes
 * @property {(Sum & {name: string})[]} categories
 * @property {(Sum & {reason: string})[]} cancelled
 * @property {{guests: number, tables: number, amount: string}[]} tables
 * @property {{tables: number, amount: string}} unpaid
 * @property {{step: string, orders: number, median: number, nine_of_ten: number}[]} waits
 * @property {{kind: Kind, payments: number, amount: string, tips: string, total: string, refunds: string}[]} paid
 * @property {{user_id: number|null, name: string|null, amount: string, tips: string, orders: number}[]} waiters
 * @property {Tax[]} taxes
 * @property {{kind: "discount"|"void", reason: string, user: string, count: number, amount: string}[]} taken_off
 * @property {Numbers} receipts
 */

/** @typedef {{id: number, amount: string, reason: string, user: string, created_at: string}} Movement */
/** @typedef {{opening: string, sales: string, refunds: string, moved: string, expected: string}} DrawerSums */
/** @typedef {DrawerSums & {tips: string, movements: Movement[], currency: string, since: string|null}} Drawer */

/**
 * @typedef {object} Closing a closed day
 * @property {number} number
 * @property {string} at
 * @property {string} digest
 * @property {Numbers} receipts
 * @property {{kind: Kind, receipts: number, amount: string, tips: string}[]} paid
 * @property {Tax[]} taxes
 * @property {DrawerSums} drawer
 * @property {Movement[]} movements
 * @property {string} counted
 * @property {string} difference
 * @property {string} left
 * @property {string} note
 * @property {string} user who has closed it
 */

/** @typedef {{from: string, to: string}|null} Days null is the present business day */

const REPORT_MS = 20_000; // a month of a large place, on a slow line
export const PAGE = 100; // closed days in one answer

/** @param {Days} days */
const query = (days) => (days ? `?from=${days.from}&to=${days.to}` : "");

/** @param {number} place @param {Days} days @returns {Promise<Takings>} */
export const takingsRead = (place, days) =>
  signedGet(`/orders/takings/get/${place}/${query(days)}`, { timeout: REPORT_MS });

/** The receipts of days as a file. @param {number} place @param {Days} days */
export const receiptsExport = (place, days) =>
  signedFile(`/orders/receipts/export/${place}/${query(days)}`,
    { headers: { Accept: "text/csv" }, timeout: REPORT_MS });

/** The hour at which a day begins. @param {number} place @returns {Promise<{day_begins: number}>} */
export const bookRead = (place) => get(`/orders/bills/settings/${place}/`);

/** @param {number} place @returns {Promise<Drawer>} */
export const drawerRead = (place) => signedGet(`/orders/drawer/get/${place}/`);

/** @param {number} place @param {number} offset @returns {Promise<Closing[]>} newest first */
export const closingsRead = (place, offset) =>
  signedGet(`/orders/closings/find/?location_id=${place}&offset=${offset}`);

/** Sends again, with one key, until there is an answer, so that nothing is written twice.
 * @param {string} path @param {object} body @param {(problem: unknown) => void} onTrouble */
const sendOnce = (path, body, onTrouble) =>
  insist(path, body, { key: newKey(), send: signedPost, onTrouble: (_, problem) => onTrouble(problem) });

/** Cash that came or, below 0, went.
 * @param {number} place @param {{amount: string, reason: string}} body @param {(problem: unknown) => void} onTrouble */
export const cashMove = (place, body, onTrouble) => sendOnce(`/orders/drawer/move/${place}/`, body, onTrouble);

/** @param {number} place @param {{counted: string, left: string, expected: string, note: string}} body
 * @param {(problem: unknown) => void} onTrouble @returns {Promise<Closing>} */
export const dayClose = (place, body, onTrouble) => sendOnce(`/orders/closings/close/${place}/`, body, onTrouble);
