/** What the page of a machine knows. */

import { makeStore } from "../../pages/store.js";
import { kept } from "./kept.js";
import { isNewer, saleOf, stageOf } from "./stages.js";

/** @typedef {import("./calls.js").Status} Status */
/** @typedef {import("./stages.js").Stage} Stage */

/**
 * @typedef {object} State
 * @property {string} machineId of the address
 * @property {Status|null} status
 * @property {{name: string, location: string}|undefined} about what the machine is called, and where it is
 * @property {unknown} error why the page cannot be shown
 * @property {boolean} isLive whether the stream is up
 * @property {boolean} isCut whether the last question was not answered
 * @property {boolean} hasLapsed whether the lock has run out before anything was ordered
 * @property {boolean} wasBeaten whether somebody else has locked it with the same code
 * @property {string} typed digits of the display
 * @property {string} typedFor until when the code was to hold as typing began
 * @property {unknown} codeError why a code was not taken
 * @property {number} waitUntil before which no code is tried, in milliseconds by the server's clock
 * @property {number} quantity that is wished
 * @property {boolean} isChanging whether the number is changed after it was ordered
 * @property {""|"code"|"order"|"unlock"} busy which call of a button is on its way
 * @property {unknown} saleError why an order or a payment came to nothing
 * @property {boolean} isDeclined whether the provider has just declined
 * @property {import("../../pages/api.js").Refused|null} triggerError why the machine was not started
 * @property {typeof import("./sale_views.js")|null} views of a sale, once they are loaded
 * @property {typeof import("./others_view.js")|null} others other machines, once they are loaded
 * @property {number} ahead milliseconds that the server's clock is ahead of this one
 */

/** @type {State} */
const beginning = {
  machineId: document.body.dataset.machine ?? "", status: null, about: undefined, error: null,
  isLive: false, isCut: false, ahead: 0, hasLapsed: false, wasBeaten: false,
  typed: "", typedFor: "", codeError: null, waitUntil: 0, quantity: 1, isChanging: false, busy: "",
  saleError: null, isDeclined: false, triggerError: null, views: null, others: null,
};

export const page = makeStore(beginning);

/** Now by the server's clock, in milliseconds. */
export const now = () => Date.now() + page.state.ahead;

/** @returns {import("./stages.js").Known} */
function known() {
  const { done = null, left = null } = kept(page.state.machineId);
  return { now: now(), done, left, hasLapsed: page.state.hasLapsed };
}

/** What the page is about; "" while that is not known. @returns {Stage|""} */
export const stage = () => (page.state.status ? stageOf(page.state.status, known()) : "");

/** The transaction that the page is about. */
export const sale = () => (page.state.status ? saleOf(page.state.status, known()) : null);

/** How the machine is now, unless something newer is known already. @param {Status} status */
export function takeStatus(status) {
  const before = page.state.status;
  if (!isNewer(before, status)) return;
  const hadLock = Boolean(before?.locked_by) && page.state.busy !== "unlock";
  const isLost = hadLock && sale() === null;
  const isMine = status.locked_by !== null;
  page.set({
    status, error: null, isCut: false, ahead: Date.parse(status.server_time) - Date.now(),
    hasLapsed: !isMine && (page.state.hasLapsed || isLost),
  });
}
