/** What the set-up asks of the service products about options. */

import { get } from "../../pages/api.js";
import { signedPost } from "../../pages/login.js";
import { isRefusal } from "./calls.js";

/** @typedef {import("../../pages/options.js").OptionGroup} OptionGroup */

/** All groups of options of a place. @param {number} placeId @returns {Promise<OptionGroup[]>} */
export const groupsOf = (placeId) => get(`/products/options/find/?location_id=${placeId}`);

/** @param {object} group @param {string} key @returns {Promise<OptionGroup>} */
export const groupCreate = (group, key) => signedPost("/products/options/create/", { group }, { key });

/**
 * Changes a group; another value of one of `expected` by now is a refusal.
 * @param {number} id
 * @param {object} group what is to be changed
 * @param {object} expected
 * @returns {Promise<OptionGroup>}
 */
export const groupEdit = (id, group, expected) => signedPost(`/products/options/edit/${id}/`, { group, expected });

/** Removes a group; one that is gone already is as good. @param {number} id */
export async function groupDelete(id) {
  try {
    await signedPost(`/products/options/delete/${id}/`, {});
  } catch (error) {
    if (!isRefusal(error, "option_group_not_found")) throw error;
  }
}

/**
 * Says that an option is sold out, or that there is some.
 * @param {number} id
 * @param {boolean} soldOut
 * @returns {Promise<OptionGroup>} its group
 */
export const optionSoldOut = (id, soldOut) => signedPost(`/products/options/sold_out/${id}/`, { sold_out: soldOut });
