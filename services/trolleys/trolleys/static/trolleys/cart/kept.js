/** What this browser keeps of a cart: its changes of the cart that were not answered yet. Survives a reload. */

import { recall, remember } from "../../pages/storage.js";
import { owner } from "./owner.js";
import { cart } from "./state.js";

/**
 * A change of the cart on its way. `quantity` of an `add` is how many more, that of a `set` how many at all.
 * @typedef {object} Job
 * @property {"add"|"set"|"remove"} kind
 * @property {string} key under which it is repeated until it is answered
 * @property {number} at milliseconds since 1970
 * @property {string} name what it is called until the answer is there
 * @property {string} [barcode]
 * @property {number} [product] its id
 * @property {number} [line] its id
 * @property {number} quantity
 */

const PREFIX = "aisle.cart.";
const FORGOTTEN_MS = 24 * 60 * 60 * 1000; // the server knows keys for as long

const place = () => PREFIX + owner().name;

/** @returns {Job[]} the oldest first */
export function jobs() {
  try {
    return JSON.parse(recall(place()) ?? "[]");
  } catch {
    return [];
  }
}

/** Changes what is kept; reads it before, for the page may be open twice. @param {(all: Job[]) => Job[]} change */
export function keepJobs(change) {
  const left = change(jobs());
  remember(place(), left.length ? JSON.stringify(left) : null);
  cart.changed();
}

/** Forgets what was on its way a day ago: nothing of it can be answered any more. */
export function forgetOld() {
  keepJobs((all) => all.filter(({ at }) => Date.now() - at < FORGOTTEN_MS));
}
