/** What the page knows. */

import { who } from "../../pages/login.js";
import { makeStore } from "../../pages/store.js";

/** @typedef {import("../../pages/places.js").Place} Place */

/**
 * @typedef {object} State
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {"entry"|"waiting"|"failed"|"none"|"choose"|"stranger"|"open"} stage "none": no place at all; "stranger":
 *   neither manages nor serves at the place
 * @property {unknown} error why the stage has failed
 * @property {import("../../pages/signin.js").SignIn|null} signIn
 * @property {Place[]} places
 * @property {Place|null} place
 * @property {import("./routes.js").Route} route
 * @property {Map<string, import("./tables.js").Look>} looks of tables: by what they are sorted, whether all is shown
 */

/** @type {State} */
const beginning = {
  person: who(), stage: "waiting", error: null, signIn: null, places: [], place: null,
  route: { place: "", view: "takings", number: "" }, looks: new Map(),
};

export const page = makeStore(beginning);
