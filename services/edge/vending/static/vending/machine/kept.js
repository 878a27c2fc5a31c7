/** What this browser keeps of a sale, so that a closed tab, a reload or a dead battery goes on where it was. */

import { newKey } from "../../pages/api.js";
import { recall, remember } from "../../pages/storage.js";

/**
 * @typedef {object} Kept
 * @property {string} [code] that was read on the display: the machine gives out the goods for it
 * @property {string} [transactionId] of the sale that goes on, made before the order is asked for
 * @property {string} [orderId] of the order that `checkout` pays
 * @property {import("./calls.js").Checkout} [checkout]
 * @property {object} [proof] of a payment, until the service has taken it
 * @property {string} [done] the transaction that its customer has turned away from
 * @property {string} [left] the transaction whose machine was given back unpaid
 * @property {string} [rated] the transaction that was rated
 */

const CLIENT = "sv_client_id"; // the name that the contract gives it

/** Who this browser is to machines. */
export function clientId() {
  const known = recall(CLIENT) ?? newKey();
  remember(CLIENT, known);
  return known;
}

/** @param {string} machineId */
const place = (machineId) => `aisle.vending.${machineId}`;

/** @param {string} machineId @returns {Kept} */
export function kept(machineId) {
  try {
    return JSON.parse(recall(place(machineId)) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** Keeps more; undefined forgets. @param {string} machineId @param {Kept} some */
export function keep(machineId, some) {
  remember(place(machineId), JSON.stringify({ ...kept(machineId), ...some }));
}

/**
 * The id of a sale that is yet to be ordered; it is made once, so that an order that is asked for again replaces the
 * first.
 * @param {string} machineId
 * @param {string|undefined} spent that of the last visit
 */
export function transactionId(machineId, spent) {
  const { transactionId: known } = kept(machineId);
  const id = known && known !== spent ? known : newKey();
  keep(machineId, { transactionId: id });
  return id;
}

/** Calls back when another tab of this browser has kept something.
 * @param {string} machineId @param {() => void} changed */
export function onKept(machineId, changed) {
  addEventListener("storage", ({ key }) => (key === place(machineId) || key === null) && changed());
}
