/** What the board knows. */

import { who } from "../../pages/login.js";
import { makeStore } from "../../pages/store.js";

/** @typedef {import("./calls.js").Trolley} Trolley */
/** @typedef {import("./calls.js").Waiting} Waiting */

/**
 * @typedef {object} State
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {"entry"|"waiting"|"failed"|"board"} stage
 * @property {import("../../pages/signin.js").SignIn|null} signIn
 * @property {{id: number, name: string}[]} places whose trolleys the person may see; 0 are those without a place
 * @property {number} place
 * @property {string} tab
 * @property {Map<string, Trolley>} trolleys by id, in their order
 * @property {Waiting[]} waiting longest first
 * @property {import("../../pages/stream.js").State} link
 * @property {Exit} exit
 * @property {unknown} error
 * @property {number} tick counts up each second, for ages
 */

/** What the exit has scanned last, and what became of it.
 * @typedef {{busy: boolean, receipt: (import("../cart/calls.js").Receipt & {items: number})|null, error: unknown}} Exit */

/** @type {State} */
const beginning = {
  person: who(), stage: "waiting", signIn: null, places: [], place: 0, tab: "trolleys", trolleys: new Map(),
  waiting: [], link: { kind: "connecting", since: null, reason: "" },
  exit: { busy: false, receipt: null, error: null }, error: null, tick: 0,
};

export const page = makeStore(beginning);

/** @param {Trolley[]} rows @returns {Map<string, Trolley>} */
export const byName = (rows) =>
  new Map([...rows].sort((one, other) => one.trolley_id.localeCompare(other.trolley_id, "en", { numeric: true }))
    .map((row) => [row.trolley_id, row]));

/** @param {Waiting[]} entries */
export const longestFirst = (entries) => [...entries].sort((one, other) => one.since.localeCompare(other.since));
