/** What the board knows. */

import { now } from "../../pages/ages.js";
import { who } from "../../pages/login.js";
import { lastDays } from "../../pages/period.js";
import { Report } from "../../pages/report.js";
import { makeStore } from "../../pages/store.js";
import { usage } from "./calls.js";
import { rulesRead } from "./rules_form.js";
import { visitsRead } from "./visits.js";

/** @typedef {import("./calls.js").Trolley} Trolley */
/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {import("./calls.js").Waiting} Waiting */
/** @typedef {import("./calls.js").Usage} Usage */

/**
 * @typedef {object} State
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {"entry"|"waiting"|"failed"|"board"} stage
 * @property {import("../../pages/signin.js").SignIn|null} signIn
 * @property {Place[]} places whose trolleys the person may see
 * @property {number} place
 * @property {string} tab
 * @property {Map<string, Trolley>} trolleys by id, in their order
 * @property {Waiting[]} waiting longest first
 * @property {Filter} filter which trolleys are shown
 * @property {Map<string, string>} acts what was pressed and is not answered yet, by name; the value is what is in the
 *   way, "" for nothing
 * @property {import("../../pages/stream.js").State} link
 * @property {Exit[]} exits newest first
 * @property {Reports} reports
 * @property {Record<string, View>} parts those that are loaded, by tab
 * @property {string} unloaded the part that could not be loaded; "" for none
 * @property {Sound} sound whether this device rings when somebody begins to wait
 * @property {unknown} error
 * @property {number} now milliseconds since 1970, counted on each second, for ages
 */

/** @typedef {(state: State) => unknown} View */

/** A place; 0 are the trolleys without one. `own` is whether the person decides about it.
 * @typedef {{id: number, name: string, own: boolean}} Place */

/** @typedef {"all"|"in_use"|"available"|"trouble"|"inactive"} Only */
/** @typedef {{name: string, only: Only}} Filter `name` is a part of the name */

/** "blocked": browsers let nobody sound before a first tap. @typedef {"on"|"off"|"blocked"} Sound */

/**
 * A code that was scanned at the exit, and what became of it.
 * @typedef {object} Exit
 * @property {number} turn counts up
 * @property {string} code
 * @property {boolean} busy
 * @property {string} trouble what keeps its answer away; "" for nothing
 * @property {(import("../cart/calls.js").Receipt & {items: number})|null} receipt
 * @property {unknown} error
 */

/**
 * @typedef {object} Reports
 * @property {Report<import("./visits.js").Query, {count: number, results: Visit[]}, number>} visits
 * @property {Report<import("../../pages/period.js").Period, Usage, number>} usage
 * @property {Report<object, import("../../pages/form.js").Form, number>} rules
 */

const changed = () => page.changed();

/** @type {import("./visits.js").Query} */
const firstVisits = { ...lastDays(7), trolley: "", user: null, offset: 0 };

/** @type {Reports} */
const reports = {
  visits: new Report(firstVisits, visitsRead, changed),
  usage: new Report(lastDays(30), ({ from, to }, place) => usage({ from, to, location_id: String(place) }), changed),
  rules: new Report({}, (_, place) => rulesRead(place, changed), changed, (form) => form.dirty()),
};

/** @type {State} */
const beginning = {
  person: who(), stage: "waiting", signIn: null, places: [], place: 0, tab: "trolleys", trolleys: new Map(),
  waiting: [], filter: { name: "", only: "all" }, acts: new Map(),
  link: { kind: "connecting", since: null, reason: "" }, exits: [], reports, parts: {}, unloaded: "", sound: "blocked",
  error: null, now: now(),
};

export const page = makeStore(beginning);

/** @param {Trolley[]} rows @returns {Map<string, Trolley>} */
export const byName = (rows) =>
  new Map([...rows].sort((one, other) => one.trolley_id.localeCompare(other.trolley_id, "en", { numeric: true }))
    .map((row) => [row.trolley_id, row]));

/** @param {Waiting[]} entries */
export const longestFirst = (entries) => [...entries].sort((one, other) => one.since.localeCompare(other.since));

/** Seconds since an ISO time; never negative. @param {Pick<State, "now">} state @param {string} iso */
export const ageAt = (state, iso) => Math.max(0, Math.floor((state.now - Date.parse(iso)) / 1000));
