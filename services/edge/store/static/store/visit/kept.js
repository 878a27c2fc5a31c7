/** What this browser keeps of a payment, so that a closed tab, a reload or a dead battery goes on where it was. */

import { newKey } from "../../pages/api.js";
import { recall, remember } from "../../pages/storage.js";
import { page } from "./state.js";

/**
 * @typedef {object} Paying the payment that was begun here last
 * @property {string} visitId whose receipt it pays; "" for a deposit
 * @property {string} [key] under which it was asked for, until that is answered
 * @property {string} [paymentId]
 * @property {object} [proof] that it was paid, until the service has taken it
 * @property {boolean} [isDeclined] that it was declined, until the service knows
 */

const place = () => `aisle.store.paying.${page.state.person?.userId}`;

/** @returns {Paying|null} */
export function paying() {
  try {
    return JSON.parse(recall(place()) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Paying|null} some */
export const keepPaying = (some) => remember(place(), some && JSON.stringify(some));

/** The key of a payment that is asked for: the same until it is answered. @param {string} visitId */
export function keyFor(visitId) {
  const known = paying();
  const key = (known?.visitId === visitId && known.key) || newKey();
  keepPaying({ visitId, key });
  return key;
}
