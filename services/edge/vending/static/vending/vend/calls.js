/** The calls about all machines. */

import { get } from "../../pages/api.js";

/**
 * @typedef {object} Machine
 * @property {string} machine_id
 * @property {string} name
 * @property {string} location
 * @property {"offline"|"Unavailable"|"dispatch_sent"|"locked"|"active"|"idle"} status
 * @property {number} current_stock
 * @property {number} available
 * @property {number} unit_price_paise minor units
 * @property {number|null} latitude
 * @property {number|null} longitude
 * @property {number|null} distance_m metres; null where nobody knows
 */

/** @typedef {{latitude: number|null, longitude: number|null}} Place degrees */

/** All machines, the nearest to a place first. @param {Place|null} place @returns {Promise<Machine[]>} */
export function near(place) {
  const where = place && { latitude: String(place.latitude), longitude: String(place.longitude) };
  return get(`/api/machines/near${where ? `?${new URLSearchParams(where)}` : ""}`, { envelope: "detail" });
}
