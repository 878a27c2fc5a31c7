/** Every call of the desk to the services. Each throws what they answer. */

import { get } from "../../pages/api.js";
import { signedGet, signedSend } from "../../pages/login.js";
import { point } from "../../pages/stream.js";

/** @typedef {import("../../pages/api.js").Options} Options */
/** @typedef {"CUSTOMER_MODE"|"REFILLMENT_MODE"|"MAINTENANCE_MODE"} Mode */
/** @typedef {"customer"|"operations"|"admin"} Role */
/** @typedef {"ONLINE"|"STALE"|"OFFLINE"} Standing */

/** Somebody's visit, as far as the desk reads it.
 * @typedef {{id: string, role: Role, entered_at: string, exited_at: string|null}} Visit */

/** A ticket as the queue has it.
 * @typedef {{id: string, status: "TO_BE_REVIEWED"|"UNDER_REVIEW"|"REVIEW_COMPLETE"|"CONTESTED"}} Ticket */

/** What a machine is now: the weights are as of its last heartbeat that the service was asked about.
 * @typedef {{machine_id: string, status: Standing, last_seen: string|null,
 *   scales: {scale_id: string, weight_g: number, at: string}[], flags: string[]}} Now */

/** @typedef {{id: string, kind: "machine_offline"|"unaccounted"|"head_count"|"long_visit", machine_id: string|null,
 *   visit_id: string|null, created_at: string, closed_at: string|null}} Alert */

/** @typedef {{id: number, created_at: string}} Key */

/** @typedef {{machine_id: string, display_name: string, status: Standing, last_seen: string|null, created_at: string,
 *   retired_at: string|null, keys: Key[]}} Machine */

/** What lies on a scale; `name` and `unit_price` (decimal text) are null where products does not say.
 * @typedef {{scale_id: string, product_id: number, unit_weight_g: number, tolerance_g: number, name: string|null,
 *   unit_price: string|null}} Scale */

/** @typedef {{id: string, machine_id: string, scale_id: string, weight_change_g: number, status: "PICKED"|"PLACED",
 *   event_time: string}} Change */

/** What cameras and scanners have in common. @typedef {{id: string, name: string, model_number: string,
 *   company: string, operation_status: "ON"|"OFF"|null}} Hardware */
/** @typedef {Hardware & {tag: "Entry"|"Exit", keys: Key[]}} Scanner */
/** @typedef {Hardware & {tag: "Entry"|"Exit"|"In-store"|"Out-of-store"|null, machines: string[], stream_url: string}}
 *   Camera */
/** @typedef {{id: string, camera_id: string, start_time: string, end_time: string, url: string|null}} Clip */

/** @typedef {{id: string, status: Mode, created_at: string, user_id: number|null}} ModeChange */
/** @typedef {{id: string, status: Mode, started_at: string, ended_at: string}} Session */
/** @typedef {{id: string, user_id: number, status: "ENTRY_AUTHENTICATED"|"EXIT_AUTHENTICATED", role: Role,
 *   phone_number: string, created_at: string}} Scan */

/** @template Row @typedef {{count: number, next: string|null, results: Row[]}} Page */

/** Something that operators press: see acts.js.
 * @typedef {{method: "POST"|"PUT"|"PATCH"|"DELETE", path: string, body: object}} Act */

/** @type {Options} */
const BARE = { envelope: "detail" };
const LARGEST = 200; // rows in one answer
const { place = "" } = document.body.dataset; // the location that the store is; "" where none is set

/** @param {string} path @param {Record<string, string|number>} [query] */
export const read = (path, query = {}) => {
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return signedGet(asked.size ? `${path}?${asked}` : path, BARE);
};

/** All rows of a list. @param {string} path @param {Record<string, string|number>} [query] @returns {Promise<any[]>} */
async function readAll(path, query = {}) {
  const rows = [];
  for (;;) {
    const { results, next } = await read(path, { ...query, limit: LARGEST, offset: rows.length });
    rows.push(...results);
    if (!next || !results.length) return rows;
  }
}

/** Sends one once. @param {Act} act @param {Options} [options] */
export const attempt = ({ method, path, body }, options = {}) =>
  signedSend(method, path, body, { ...options, ...BARE });

/** The board's stream without a socket. @param {number|null} since @param {string} epoch */
export const live = (since, epoch) => read(`/edge/board/live/${point(since, epoch)}`);

/** @returns {Promise<{status: Mode, since: string, inside: number, warning: string|null}>} */
export const modeRead = () => read("/edge/store-mode/");

/** @param {Mode} status @returns {Act} */
export const modeSet = (status) => ({ method: "PUT", path: "/edge/store-mode/", body: { status } });

/** Lets somebody out. @param {string} id @param {string} reason @returns {Act} */
export const visitClose = (id, reason) => ({ method: "POST", path: `/edge/visits/${id}/close/`, body: { reason } });

/** Open ones, newest first. @returns {Promise<Alert[]>} */
export const alertsOpen = () => readAll("/edge/alerts/", { open: "true" });

/** @param {string} id @returns {Act} */
export const alertClose = (id) => ({ method: "POST", path: `/edge/alerts/${id}/close/`, body: {} });

/** @returns {Promise<Machine[]>} those in use, or retired ones */
export const machinesRead = (retired = false) => readAll("/edge/machines/", { retired: String(retired) });

/** @param {string} id */
const machinePath = (id) => `/edge/machines/${encodeURIComponent(id)}/`;

/** @param {string} id @returns {Promise<Machine>} */
export const machineRead = (id) => read(machinePath(id));

/** @param {string} id @returns {Promise<Now>} */
export const machineNow = (id) => read(`${machinePath(id)}status/`);

/** @param {string} id @param {string} name @returns {Act} */
export const machineAdd = (id, name) =>
  ({ method: "POST", path: "/edge/machines/", body: { machine_id: id, display_name: name } });

/** @param {string} id @param {string} name @returns {Act} */
export const machineName = (id, name) => ({ method: "PATCH", path: machinePath(id), body: { display_name: name } });

/** @param {string} id @returns {Act} */
export const machineRetire = (id) => ({ method: "DELETE", path: machinePath(id), body: {} });

/** What lies on its scales. @param {string} id @returns {Promise<Scale[]>} */
export const scalesRead = (id) => readAll(`${machinePath(id)}scales/`);

/** @param {string} id @param {string} scale */
const scalePath = (id, scale) => `${machinePath(id)}scales/${encodeURIComponent(scale)}/`;

/** @param {string} id @param {string} scale
 * @param {{product_id: number, unit_weight_g: number, tolerance_g: number}} planned @returns {Act} */
export const scaleSet = (id, scale, planned) => ({ method: "PUT", path: scalePath(id, scale), body: planned });

/** @param {string} id @param {string} scale @returns {Act} */
export const scaleClear = (id, scale) => ({ method: "DELETE", path: scalePath(id, scale), body: {} });

/** What a machine has weighed, newest first. @param {string} id @returns {Promise<Page<Change>>} */
export const changesOf = (id) => read("/edge/weight-changes/", { machine_id: id, limit: LARGEST });

/** What the place sells, or any place where the store is none: by a part of the name, or by a barcode.
 * @param {{name: string}|{barcode: string}} by @returns {Promise<import("../../pages/menu.js").Product[]>} */
export const productsFind = async (by) => {
  const asked = new URLSearchParams({ ...(place && { location_id: place }), ...by });
  const found = await get(`/products/find/?${asked}`);
  return found.map((/** @type {{product: import("../../pages/menu.js").Product}} */ { product }) => product);
};

/** A key of a machine or scanner is below its path. @param {"machines"|"scanners"} kind @param {string} id */
const keysPath = (kind, id) => `/edge/${kind}/${encodeURIComponent(id)}/keys/`;

/** A further key, which is shown this once. @param {"machines"|"scanners"} kind @param {string} id
 * @returns {Promise<Key & {key: string}>} */
export const keyAdd = (kind, id) => attempt({ method: "POST", path: keysPath(kind, id), body: {} });

/** @param {"machines"|"scanners"} kind @param {string} id @param {number} key @returns {Act} */
export const keyRemove = (kind, id, key) => ({ method: "DELETE", path: `${keysPath(kind, id)}${key}/`, body: {} });

/** @returns {Promise<Scanner[]>} */
export const scannersRead = () => readAll("/edge/scanners/");

/** @returns {Promise<Camera[]>} */
export const camerasRead = () => readAll("/edge/cameras/");

/** A new one, or a changed one. @param {"scanners"|"cameras"} kind @param {string} id "" for a new one
 * @param {object} values @returns {Act} */
export const hardwareSave = (kind, id, values) =>
  ({ method: id ? "PATCH" : "POST", path: `/edge/${kind}/${id && `${id}/`}`, body: values });

/** @param {"scanners"|"cameras"} kind @param {string} id @returns {Act} */
export const hardwareRemove = (kind, id) => ({ method: "DELETE", path: `/edge/${kind}/${id}/`, body: {} });

/** @param {Record<string, string|number>} query @returns {Promise<Page<Clip>>} newest first */
export const clipsRead = (query) => read("/edge/videos/", query);
