/** The places of whoever is signed in. */

import { getAll } from "./api.js";
import { signedGet } from "./login.js";

/**
 * A place as the service locations tells it.
 * @typedef {object} Place
 * @property {number} id
 * @property {number} user_id its owner
 * @property {string} name
 * @property {string} address
 * @property {string} description
 * @property {string|null} telephone
 * @property {string|null} website
 * @property {string|null} latitude decimal degrees
 * @property {string|null} longitude decimal degrees
 * @property {{name: string}[]} categories
 * @property {{name: string}[]} tags
 * @property {string|null} [logo] a picture that is kept here
 * @property {string|null} [color] `#rrggbb`
 * @property {"owner"|"manager"|"waiter"|"kitchen"} [role] what the person is there; an administrator nothing
 */

const PAGE = 100; // places in one answer

/**
 * All places that the person owns or works at, by id; for an administrator all there are. Throws what the call throws.
 * @returns {Promise<Place[]>}
 */
export async function myPlaces() {
  const found = await getAll("/locations/mine/", {}, { size: PAGE, read: signedGet });
  return found.map(({ location, role }) => ({ ...location, role }));
}

/**
 * Where the orders of a place arrive.
 * @param {number} placeId
 */
export const panelOf = (placeId) => `/orders/panel/#/${placeId}`;

/**
 * What the days of a place have brought.
 * @param {number} placeId
 */
export const takingsOf = (placeId) => `/orders/takings/#/${placeId}`;
