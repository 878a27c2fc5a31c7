/** Every call of this page to the services. Each throws what the services answer. */

import { Refused, newKey, post } from "../../pages/api.js";
import { signedGet, signedPost } from "../../pages/login.js";

/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {{user_id: number, username: string, first_name?: string, last_name?: string}} User */

const IDS = 200; // in one question

/** @param {object} location @param {string} key @returns {Promise<Place>} */
export function placeCreate(location, key) {
  return signedPost("/locations/create/", { location }, { key });
}

/** @param {number} id @param {object} location what is to be changed @returns {Promise<Place>} */
export function placeEdit(id, location) {
  return signedPost(`/locations/edit/${id}/`, { location });
}

/** @param {object} product @param {string} key @returns {Promise<Product>} */
export function productCreate(product, key) {
  return signedPost("/products/create/", { product }, { key });
}

/** @param {number} id @param {object} product what is to be changed @returns {Promise<Product>} */
export function productEdit(id, product) {
  return signedPost(`/products/edit/${id}/`, { product });
}

/** The order of a menu, by the ids of its products. @param {number} placeId @param {number[]} ids */
export function productsArrange(placeId, ids) {
  return signedPost(`/products/arrange/${placeId}/`, { product_ids: ids });
}

/** Removes a product; one that is gone already is as good. @param {number} id */
export async function productDelete(id) {
  try {
    await signedPost(`/products/delete/${id}/`, {});
  } catch (error) {
    if (!isRefusal(error, "product_not_found")) throw error;
  }
}

/** Whether the place has an open table. @param {number} placeId @returns {Promise<boolean>} */
export async function hasTables(placeId) {
  const found = await signedGet(`/orders/sessions/find/?location_id=${placeId}&state=OPEN`);
  return found.length > 0;
}

/** Ids of the people who work at a place. @param {number} placeId @returns {Promise<number[]>} */
export async function staff(placeId) {
  return (await signedPost(`/locations/staff/list/${placeId}/`, {})).staff;
}

/**
 * Adds somebody; returns the ids of all.
 * @param {number} placeId
 * @param {number} userId
 * @returns {Promise<number[]>}
 */
export async function staffAdd(placeId, userId) {
  return (await signedPost(`/locations/staff/add/${placeId}/`, { staff_id: userId })).staff;
}

/**
 * Removes somebody; returns the ids of all others.
 * @param {number} placeId
 * @param {number} userId
 * @returns {Promise<number[]>}
 */
export async function staffRemove(placeId, userId) {
  return (await signedPost(`/locations/staff/remove/${placeId}/`, { staff_id: userId })).staff;
}

/** The users with these ids; who is not known is left out. @param {number[]} ids @returns {Promise<User[]>} */
export async function users(ids) {
  const found = [];
  for (let from = 0; from < ids.length; from += IDS) {
    const query = ids.slice(from, from + IDS).map((id) => `user_id=${id}`).join("&");
    found.push(...(await signedGet(`/verification/users/find/?${query}`)));
  }
  return found;
}

/** The user with exactly this name. @param {string} username @returns {Promise<User|undefined>} */
export async function userNamed(username) {
  const query = new URLSearchParams({ username });
  return (await signedGet(`/verification/users/find/?${query}`))[0];
}

/**
 * Makes an account for somebody else, without signing in as them; returns the user's id. `again`: an earlier attempt
 * with the same password had no answer, so the account may be there already.
 * @param {{username: string, password: string}} account
 * @param {{again?: boolean}} [options]
 * @returns {Promise<number>}
 */
export async function accountCreate(account, { again = false } = {}) {
  const { session_key, session_data } = await registered(account, again);
  const { user_id } = session_data;
  await post("/verification/logout/", { session_key, user_id }).catch(() => {}); // it ends by itself, too
  return user_id;
}

/** @param {{username: string, password: string}} account @param {boolean} again */
async function registered(account, again) {
  try {
    return await post("/verification/register/", account);
  } catch (error) {
    if (!again || !isRefusal(error, "duplicate_user")) throw error;
    const { username, password } = account;
    return await post("/verification/login/", { username, password }).catch(() => {
      throw error;
    });
  }
}

/** Whether a call was refused for this reason. @param {unknown} error @param {string} reason */
export const isRefusal = (error, reason) => error instanceof Refused && error.reason === reason;

/** One key for one content: sent again unchanged it is the same write, changed it is another. */
export class Keys {
  #content = "";
  #key = "";

  /** @param {object} body */
  of(body) {
    const content = JSON.stringify(body);
    if (content !== this.#content) [this.#content, this.#key] = [content, newKey()];
    return this.#key;
  }

  /** What was sent is done: the same content means another one from now on. */
  used() {
    this.#content = "";
  }
}
