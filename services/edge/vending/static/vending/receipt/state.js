/** What the page of a receipt knows. */

import { makeStore } from "../../pages/store.js";
import { feedback } from "../machine/feedback.js";

/**
 * @typedef {object} State
 * @property {string} id of the address
 * @property {import("./calls.js").Receipt|null} receipt
 * @property {unknown} error why it cannot be shown
 * @property {boolean} isCut whether what is shown is old, since nobody has answered
 * @property {string} picture the code of the address for an <img>; "" while there is none
 */

/** @type {State} */
const beginning = { id: document.body.dataset.receipt ?? "", receipt: null, error: null, isCut: false, picture: "" };

export const page = makeStore(beginning);
feedback.watch(page.changed);
