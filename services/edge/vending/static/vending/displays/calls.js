/** Every call of the page. */

import { get, post } from "../../pages/api.js";

/** @typedef {"none"|"jam"|"short"|"silent"|"offline"} Trouble */

/**
 * What a machine shows to whoever stands before it.
 * @typedef {object} Display
 * @property {string} machine_id
 * @property {string[]} lines of its LCD, 16 characters each
 * @property {"UNLOCKED"|"LOCKED"} state
 * @property {boolean} motor whether it runs
 * @property {boolean} connected
 * @property {number} dispensed units that have fallen out since its start
 * @property {Trouble} trouble what its next dispense will suffer
 */

/** What anybody may know of a machine; the price is in the smallest unit.
 * @typedef {{machine_id: string, name: string, location: string, unit_price_paise: number}} Row */

/** @type {import("../../pages/api.js").Options} */
const BARE = { envelope: "detail", timeout: 4000 };

/** @returns {Promise<Display[]>} throws 404 outside of a demo */
export const displaysGet = async () => (await get("/edge/displays/", BARE)).results;

/** @returns {Promise<Row[]>} */
export const machinesGet = () => get("/api/machines", BARE);

/** @param {string} machineId @param {Trouble} trouble @returns {Promise<Display>} */
export const troubleSet = (machineId, trouble) =>
  post(`/edge/displays/${encodeURIComponent(machineId)}/`, { trouble }, BARE);
