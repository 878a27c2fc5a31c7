// Every call of this page to the services.

import { newKey, post } from "../../pages/api.js";
import { signedGet, signedPost } from "../../pages/login.js";

const IDS = 200;

export function placeCreate(location, key) {
  return signedPost("/locations/create/", { location }, { key });
}

export function placeEdit(id, location) {
  return signedPost(`/locations/edit/${id}/`, { location });
}

export function productCreate(product, key) {
  return signedPost("/products/create/", { product }, { key });
}

export function productEdit(id, product) {
  return signedPost(`/products/edit/${id}/`, { product });
}

/** The order of a menu, by the ids of its products. */
export function productsArrange(placeId, ids) {
  return signedPost(`/products/arrange/${placeId}/`, { product_ids: ids });
}

/** Removes a product; one that is gone already is as good. */
export async function productDelete(id) {
  try {
    await signedPost(`/products/delete/${id}/`, {});
  } catch (error) {
    if (error.reason !== "product_not_found") throw error;
  }
}

/** Whether the place has an open table. */
export async function hasTables(placeId) {
  const found = await signedGet(`/orders/sessions/find/?location_id=${placeId}&state=OPEN`);
  return found.length > 0;
}

/** Ids of the people who work at a place. */
export async function staff(placeId) {
  return (await signedPost(`/locations/staff/list/${placeId}/`, {})).staff;
}

export async function staffAdd(placeId, userId) {
  return (await signedPost(`/locations/staff/add/${placeId}/`, { staff_id: userId })).staff;
}

export async function staffRemove(placeId, userId) {
  return (await signedPost(`/locations/staff/remove/${placeId}/`, { staff_id: userId })).staff;
}

/** The users with these ids; who is not known is left out. */
export async function users(ids) {
  const found = [];
  for (let from = 0; from < ids.length; from += IDS) {
    const query = ids.slice(from, from + IDS).map((id) => `user_id=${id}`).join("&");
    found.push(...(await signedGet(`/verification/users/find/?${query}`)));
  }
  return found;
}

/** The user with exactly this name, or undefined. */
export async function userNamed(username) {
  const query = new URLSearchParams({ username });
  return (await signedGet(`/verification/users/find/?${query}`))[0];
}

/**
 * Makes an account for somebody else, without signing in as them; returns the user's id. `again`: an
 * earlier attempt with the same password had no answer, so the account may be there already.
 */
export async function accountCreate(account, { again = false } = {}) {
  const { session_key, session_data } = await registered(account, again);
  const { user_id } = session_data;
  await post("/verification/logout/", { session_key, user_id }).catch(() => {}); // it ends by itself, too
  return user_id;
}

async function registered(account, again) {
  try {
    return await post("/verification/register/", account);
  } catch (error) {
    if (!again || error.reason !== "duplicate_user") throw error;
    const { username, password } = account;
    return await post("/verification/login/", { username, password }).catch(() => {
      throw error;
    });
  }
}

/** One key for one content: sent again unchanged it is the same write, changed it is another. */
export class Keys {
  #content = "";
  #key = "";

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
