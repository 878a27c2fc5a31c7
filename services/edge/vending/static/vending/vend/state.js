/** What the list of machines knows. */

import { makeStore } from "../../pages/store.js";

/**
 * @typedef {object} State
 * @property {import("./calls.js").Machine[]|null} machines
 * @property {import("./calls.js").Place|null} place where its reader stands, once that was asked for
 * @property {""|"asking"|"refused"|"unknown"} placing what came of asking for it
 * @property {string} search
 * @property {unknown} error why nothing can be shown
 * @property {boolean} isCut whether what is shown is old, since nobody has answered
 */

/** @type {State} */
const beginning = { machines: null, place: null, placing: "", search: "", error: null, isCut: false };

export const page = makeStore(beginning);
