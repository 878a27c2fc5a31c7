/** What this page knows, and the few things that all of its parts need of it. */

import { Form } from "../../pages/form.js";
import { who } from "../../pages/login.js";
import { makeStore } from "../../pages/store.js";
import { FIELDS, WORDS } from "./reasons.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("../../pages/view.js").Template} Template */

/**
 * A part of a place's set-up: its menu, its staff, the place itself.
 * @typedef {object} Part
 * @property {() => Template} view
 * @property {() => Promise<void>} [load] reads what it shows; throws what the services answer
 * @property {(item: string) => void} [show] goes to what the address names inside of it
 */

/**
 * @typedef {object} State
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {"entry"|"reset"|"waiting"|"failed"|"new"|"place"} stage
 * @property {Place[]} places that the person owns or works at
 * @property {Place|null} place that is shown
 * @property {string} tab the name of the part that is shown
 * @property {number} shownAt since when, in milliseconds
 * @property {Part|null} part null while it is being read
 * @property {import("./entry.js").Entry|null} entry what somebody types who is not signed in
 * @property {unknown} error why the page or the part cannot be shown
 * @property {() => void} again tries once more after an error
 */

/** @type {State} */
const beginning = {
  person: who(), stage: "waiting", places: [], place: null, tab: "", shownAt: 0, part: null, entry: null, error: null,
  again: () => {},
};

export const page = makeStore(beginning);

/** Whether the person owns the place, or may do everything. @param {Place} place */
export function owns(place) {
  const { person } = page.state;
  return place.role === "owner" || person?.userId === place.user_id || (person?.roles ?? []).includes("admin");
}

/**
 * A form of this page.
 * @param {Pick<ConstructorParameters<typeof Form>[0], "fields"|"save"|"reasons">} options
 */
export function makeForm({ fields, save, reasons = {} }) {
  return new Form({ fields, save, changed: page.changed, reasons: { ...WORDS, ...reasons }, places: FIELDS });
}

/** Puts the focus on what a change has just brought. @param {string} selector */
export function focusOn(selector) {
  page.flush();
  /** @type {HTMLElement|null} */ (document.querySelector(selector))?.focus();
}
