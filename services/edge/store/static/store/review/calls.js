/** Every call of the console to the store. Each throws what that answers. */

import { signedGet, signedPost } from "../../pages/login.js";
import { point } from "../../pages/stream.js";

/** @typedef {import("../../pages/api.js").Options} Options */

/** @typedef {{code: string, count: number, scales?: string[]}} Reason */
/** @typedef {{message: string, lines: {product_id: number, quantity: number}[], created_at: string}} Contest */

/**
 * A ticket as the queue has it; amounts are decimal texts.
 * @typedef {object} Head
 * @property {string} id
 * @property {string} TktID
 * @property {string} visit_id
 * @property {string} machine_id
 * @property {number} user_id
 * @property {string} start_time
 * @property {string} end_time
 * @property {"TO_BE_REVIEWED"|"UNDER_REVIEW"|"REVIEW_COMPLETE"|"CONTESTED"} status
 * @property {number|null} reviewer_id
 * @property {string} reviewer_name
 * @property {boolean} billable
 * @property {boolean} auto_completed
 * @property {string} at_risk
 * @property {Reason[]} reasons
 * @property {Contest|null} [contest] what the customer says, where the receipt is contested
 */

/**
 * An event: a scale shows less (PICKED) or more (PLACED).
 * @typedef {object} Change
 * @property {string} id
 * @property {string} machine_id
 * @property {string} scale_id
 * @property {number} weight_change_g
 * @property {"PICKED"|"PLACED"} status
 * @property {string} event_time
 * @property {string|null} visit_id
 * @property {number|null} product_id
 * @property {number|null} quantity null for what fits no units
 * @property {"attributed"|"contested"|"unaccounted"|"stock_movement"} attribution
 * @property {string[]} flags
 * @property {number|null} weight_g what the scale weighed after it
 * @property {string|null} split_from
 * @property {string|null} name
 * @property {string|null} unit_price
 * @property {string} image
 * @property {{visit_id: string, user_id: number}[]} candidates
 */

/** @typedef {{id: string, camera_id: string, camera_name: string, at_gate: boolean, start_time: string,
 *   end_time: string, url: string|null}} Clip */
/** @typedef {{product_id: number, name: string, quantity: number, unit_price: string, total: string}} Line */

/** @typedef {Head & {role: string, events: Change[], videos: Clip[], lines: Line[], note: string}} Ticket */

/** @typedef {{scale_id: string, product_id: number, unit_weight_g: number, tolerance_g: number, name: string|null,
 *   unit_price: string|null, image: string}} Scale */
/** @typedef {{product_id: number, name: string, unit_price: string, image: string}} Product */

/** Something that reviewers press: see steps.js. @typedef {{path: string, body: object}} Act */

/** @type {Options} */
const BARE = { envelope: "detail" };
const MOST = 200; // rows of an answer

/** @param {string} path @param {Record<string, string|number>} [query] */
const read = (path, query = {}) => {
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return signedGet(asked.size ? `${path}?${asked}` : path, BARE);
};

/** Sends one once. @param {Act} act @param {Options} [options] */
export const attempt = ({ path, body }, options = {}) => signedPost(path, body, { ...options, ...BARE });

/** The board's stream without a socket. @param {number|null} since @param {string} epoch */
export const live = (since, epoch) => read(`/edge/board/live/${point(since, epoch)}`);

/** @param {string} id @returns {Promise<Ticket>} */
export const ticketOf = (id) => read(`/edge/tickets/${encodeURIComponent(id)}/`);

/** The newest tickets that are complete. @returns {Promise<Head[]>} */
export const ticketsDone = async () =>
  (await read("/edge/tickets/", { status: "REVIEW_COMPLETE", limit: 50 })).results;

/** What lies on a machine. @param {string} id @returns {Promise<Scale[]>} */
export const planOf = async (id) =>
  (await read(`/edge/machines/${encodeURIComponent(id)}/scales/`, { limit: MOST })).results;

/** What lies anywhere in the store and has this in its name. @param {string} search @returns {Promise<Product[]>} */
export const productsOf = async (search) => (await read("/edge/shelf-products/", { search, limit: 20 })).results;

/** A step on a ticket. @param {string} id @param {string} name @param {object} [body] @returns {Act} */
export const step = (id, name, body = {}) => ({ path: `/edge/tickets/${encodeURIComponent(id)}/${name}/`, body });
