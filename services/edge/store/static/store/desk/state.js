/** What the desk knows. */

import { now } from "../../pages/ages.js";
import { who } from "../../pages/login.js";
import { makeStore } from "../../pages/store.js";

/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {import("./calls.js").Ticket} Ticket */
/** @typedef {import("./calls.js").Now} Now */
/** @typedef {import("./calls.js").Alert} Alert */

/**
 * @typedef {object} State
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {"entry"|"waiting"|"stranger"|"desk"} stage "stranger": signed in, and not of the staff
 * @property {import("../../pages/signin.js").SignIn|null} signIn
 * @property {import("./routes.js").Route} route
 * @property {import("./calls.js").Mode|null} mode null until the stream has said it
 * @property {string} since of the mode, ISO 8601; "" where nobody knows
 * @property {Map<string, Visit>} inside who is inside, by visit
 * @property {Map<string, Ticket>} queue tickets that are open
 * @property {Map<string, Now>} machines in use, as the stream tells of them
 * @property {Map<string, Alert>|null} alerts that are open; null until they are read
 * @property {Map<string, import("./calls.js").Machine>|null} rows machines as operators see them; null until then
 * @property {Map<string, string>} acts what was pressed and is not answered yet: see acts.js
 * @property {import("../../pages/stream.js").State} link
 * @property {Record<string, Part>} parts those that are loaded, by name
 * @property {string} unloaded the part that could not be loaded; "" for none
 * @property {number} now milliseconds since 1970, counted on each second, for ages
 */

/**
 * A part of the desk, as its module exports it.
 * @typedef {object} Part
 * @property {(state: State) => unknown} view
 * @property {(route: import("./routes.js").Route) => void} [show] somebody has turned to it, or the network is back
 * @property {(type: string, data: any) => void} [hear] an event of the stream has come while it is shown,
 *   or all of it anew, as "snapshot"
 */

/** What was known of the store goes with whoever knew it. */
export const empty = () => ({
  mode: null, since: "", inside: new Map(), queue: new Map(), machines: new Map(), alerts: null, rows: null,
});

/** @type {State} */
const beginning = {
  person: who(), stage: "waiting", signIn: null, route: { part: "now", id: "" }, ...empty(), acts: new Map(),
  link: { kind: "connecting", since: null, reason: "" }, parts: {}, unloaded: "", now: now(),
};

export const page = makeStore(beginning);

/** Seconds since an ISO time; never negative. @param {Pick<State, "now">} state @param {string} iso */
export const ageAt = (state, iso) => Math.max(0, Math.floor((state.now - Date.parse(iso)) / 1000));
