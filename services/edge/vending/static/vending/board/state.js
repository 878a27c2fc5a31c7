/** What the board knows. */

import { now } from "../../pages/ages.js";
import { who } from "../../pages/login.js";
import { makeStore } from "../../pages/store.js";

/** @typedef {import("./calls.js").Machine} Machine */
/** @typedef {import("./calls.js").Sale} Sale */
/** @typedef {import("./calls.js").Desk} Desk */

/**
 * @typedef {object} State
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {"entry"|"waiting"|"stranger"|"board"} stage "stranger": signed in, and no operator
 * @property {import("../../pages/signin.js").SignIn|null} signIn
 * @property {import("./routes.js").Route} route
 * @property {Map<string, Machine>} machines by id
 * @property {Map<string, Sale>} due whose money is on its way back, by transaction
 * @property {Map<string, Fault>} faults why machines are out of service, by machine
 * @property {Desk|null} desk what waits for operators, and how the service is set up; null until it is known
 * @property {Filter} filter which machines are shown
 * @property {Map<string, string>} acts what was pressed and is not answered yet: see acts.js
 * @property {import("../../pages/stream.js").State} link
 * @property {Record<string, Part>} parts those that are loaded, by name
 * @property {string} unloaded the part that could not be loaded; "" for none
 * @property {number} now milliseconds since 1970, counted on each second, for ages
 */

/**
 * A part of the board, as its module exports it.
 * @typedef {object} Part
 * @property {(state: State) => unknown} view
 * @property {(route: import("./routes.js").Route) => void} [show] somebody has turned to it, or the network is back
 * @property {(type: string, data: any) => void} [hear] an event of the stream has come while it is shown,
 *   or all of it anew, as "snapshot"
 */

/** @typedef {"all"|"trouble"|"offline"|"low"|"empty"|"busy"|"out"} Only */
/** @typedef {{text: string, only: Only}} Filter `text` is a part of name, id or location */

/** Why a machine is out of service, and since when (ISO 8601). @typedef {{kind: "jam"|"hand", since: string}} Fault */

/** @type {State} */
const beginning = {
  person: who(), stage: "waiting", signIn: null, route: { part: "machines", id: "", section: "" },
  machines: new Map(), due: new Map(), faults: new Map(), desk: null, filter: { text: "", only: "all" },
  acts: new Map(), link: { kind: "connecting", since: null, reason: "" }, parts: {}, unloaded: "", now: now(),
};

export const page = makeStore(beginning);

/** Seconds since an ISO time; never negative. @param {Pick<State, "now">} state @param {string} iso */
export const ageAt = (state, iso) => Math.max(0, Math.floor((state.now - Date.parse(iso)) / 1000));
