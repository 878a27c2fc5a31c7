/** Every call of this page to the services. Each throws what the services answer. */

import { Refused, get, newKey, post } from "../../pages/api.js";
import { signedFile, signedGet, signedPost } from "../../pages/login.js";

/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {{user_id: number, username: string, first_name: string, last_name: string, is_owner: boolean,
 *  role: string, managed: boolean}} Person  of a `managed` one the owner made the account */

const IMPORT_MS = 60_000; // thousands of products in one transaction

/** @param {object} location @param {string} key @returns {Promise<Place>} */
export function placeCreate(location, key) {
  return signedPost("/locations/create/", { location }, { key });
}

/**
 * Changes a place.
 * @param {number} id
 * @param {object} location what is to be changed
 * @param {object} expected what was there before; another value of one of them by now is a refusal
 * @returns {Promise<Place>}
 */
export function placeEdit(id, location, expected) {
  return signedPost(`/locations/edit/${id}/`, { location, expected });
}

/** @param {object} product @param {string} key @returns {Promise<Product>} */
export function productCreate(product, key) {
  return signedPost("/products/create/", { product }, { key });
}

/**
 * Changes a product.
 * @param {number} id
 * @param {object} product what is to be changed
 * @param {object} [expected] what was there before; another value of one of them by now is a refusal
 * @returns {Promise<Product>}
 */
export function productEdit(id, product, expected = {}) {
  return signedPost(`/products/edit/${id}/`, { product, expected });
}

/**
 * The order of a menu, by the ids of its products.
 * @param {number} placeId
 * @param {number[]} ids
 * @param {number[]} expected the order as it was seen
 */
export function productsArrange(placeId, ids, expected) {
  return signedPost(`/products/arrange/${placeId}/`, { product_ids: ids, expected });
}

/** Removes a product; one that is gone already is as good. @param {number} id */
export async function productDelete(id) {
  try {
    await signedPost(`/products/delete/${id}/`, {});
  } catch (error) {
    if (!isRefusal(error, "product_not_found")) throw error;
  }
}

/** A product as it is now. @param {number} id @returns {Promise<Product>} */
export function productGet(id) {
  return get(`/products/get/${id}/`);
}

/**
 * Units that came (a delivery), or below zero that are lost: they are added to whatever is there by now.
 * @param {number} id
 * @param {number} change
 * @param {string} reference the delivery note, or why they are lost
 * @param {string} key
 * @returns {Promise<Product>}
 */
export function stockChange(id, change, reference, key) {
  return signedPost(`/products/stock/${id}/`, { change, reference }, { key });
}

/**
 * What somebody has counted; null: nobody counts any more.
 * @param {number} id
 * @param {number|null} counted
 * @param {number|null} seen the stock that it was compared with; another one by now is a refusal
 * @param {string} key
 * @returns {Promise<Product>}
 */
export function stockTake(id, counted, seen, key) {
  return signedPost(`/products/edit/${id}/`, { product: { stock: counted }, expected: { stock: seen } }, { key });
}

/** What has changed a product's stock, newest first, 100 at a time.
 * @param {number} id
 * @param {number} offset
 * @returns {Promise<import("./movements.js").Movement[]>}
 */
export function movements(id, offset) {
  return signedGet(`/products/movements/${id}/?offset=${offset}`);
}

/**
 * What a file of products does, or would do.
 * @typedef {object} Report
 * @property {number} created
 * @property {number} changed
 * @property {number} unchanged
 * @property {string} digest of all that would change; sent back, so that it is imported as it was looked at
 * @property {ReportLine[]} lines those that create or change something
 * @property {LineError[]} errors
 */

/**
 * @typedef {object} ReportLine
 * @property {number} line in the file, from 1 on
 * @property {"created"|"changed"} action
 * @property {string} name
 * @property {Record<string, [unknown, unknown]>} changes by field: before, after
 */

/** @typedef {{line: number, field: string|null, reason: string}} LineError */

/** All products of a place as a CSV file. @param {number} placeId */
export function productsExport(placeId) {
  return signedFile(`/products/export/${placeId}/`, { headers: { Accept: "text/csv" } });
}

/**
 * Takes a file of products in, all or nothing; with `dry_run` it only says what would happen.
 * @param {number} placeId
 * @param {{csv: string, dry_run: boolean, expected?: string}} content
 * @param {string} [key]
 * @returns {Promise<Report>}
 */
export function productsImport(placeId, content, key) {
  return signedPost(`/products/import/${placeId}/`, content, { key, timeout: IMPORT_MS });
}

/** Whether the place has an open table. @param {number} placeId @returns {Promise<boolean>} */
export async function hasTables(placeId) {
  const found = await signedGet(`/orders/sessions/find/?location_id=${placeId}&state=OPEN`);
  return found.length > 0;
}

/** Everybody who works at a place, its owner among them. @param {number} placeId @returns {Promise<Person[]>} */
export function staff(placeId) {
  return signedGet(`/locations/staff/find/${placeId}/`);
}

/** Adds the person with exactly this username. @param {number} placeId @param {string} username @param {string} role */
export function staffAdd(placeId, username, role) {
  return signedPost(`/locations/staff/add/${placeId}/`, { username, role });
}

/**
 * Gives somebody another role.
 * @param {number} placeId
 * @param {number} userId
 * @param {string} role
 * @param {string} before the role as it was seen; another one by now is a refusal
 */
export function staffRole(placeId, userId, role, before) {
  return signedPost(`/locations/staff/role/${placeId}/`, { staff_id: userId, role, expected: { role: before } });
}

/**
 * A new password for somebody whose account the owner made; it is told this one time.
 * @param {number} placeId
 * @param {number} userId
 * @returns {Promise<{username: string, password: string}>}
 */
export function staffPassword(placeId, userId) {
  return signedPost(`/locations/staff/password/${placeId}/`, { staff_id: userId });
}

/** Says that a product is sold out, or that there is some. @param {number} id @param {boolean} soldOut
 * @returns {Promise<Product>}
 */
export function productSoldOut(id, soldOut) {
  return signedPost(`/products/sold_out/${id}/`, { sold_out: soldOut });
}

/** Removes somebody. @param {number} placeId @param {number} userId */
export function staffRemove(placeId, userId) {
  return signedPost(`/locations/staff/remove/${placeId}/`, { staff_id: userId });
}

/**
 * Makes an account for somebody else, without signing in as them. `again`: an earlier attempt with the same password
 * had no answer, so the account may be there already.
 * @param {{username: string, password: string}} account
 * @param {{again?: boolean}} [options]
 */
export async function accountCreate(account, { again = false } = {}) {
  const { session_key, session_data } = await registered(account, again);
  const { user_id } = session_data;
  await post("/verification/logout/", { session_key, user_id }).catch(() => {}); // it ends by itself, too
}

/** @param {{username: string, password: string}} account @param {boolean} again */
async function registered(account, again) {
  try {
    return await signedPost("/verification/register/", { ...account, managed: true });
  } catch (error) {
    if (!again || !isRefusal(error, "duplicate_user")) throw error;
    const { username, password } = account;
    return await post("/verification/login/", { username, password }).catch(() => {
      throw error;
    });
  }
}

/**
 * How a place takes money, and what stands on its receipts.
 * @typedef {object} Bills
 * @property {string} name
 * @property {string} address
 * @property {string} tax_number
 * @property {string} footer
 * @property {string[]} vat_rates in percent; the first is that of products without one
 * @property {number[]} tips in percent
 * @property {boolean} pays_online
 * @property {boolean} close_paid
 * @property {boolean} asks_unpaid
 * @property {number} day_begins an hour
 */

/** @param {number} placeId @returns {Promise<Bills>} */
export const billsGet = (placeId) => get(`/orders/bills/settings/${placeId}/`);

/** @param {number} placeId @param {Partial<Bills>} changes @returns {Promise<Bills>} */
export const billsSave = (placeId, changes) => signedPost(`/orders/bills/settings/${placeId}/`, changes);

/** The rates of a place; none where they cannot be read just now. @param {number} placeId */
export const ratesOf = (placeId) =>
  billsGet(placeId).then(({ vat_rates: rates }) => rates, () => /** @type {string[]} */ ([]));

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
