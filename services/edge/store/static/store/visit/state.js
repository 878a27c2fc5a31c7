/** What the page of a visitor knows. */

import { who } from "../../pages/login.js";
import { units } from "../../pages/money.js";
import { makeStore } from "../../pages/store.js";
import { routeOf } from "./stages.js";

/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {import("./calls.js").Payment} Payment */

/**
 * @typedef {object} State
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {"entry"|"waiting"|"failed"|"ready"} stage
 * @property {import("./entry_view.js").Entry|null} entry what somebody types who is not signed in
 * @property {unknown} error why the page cannot be shown
 * @property {import("./stages.js").Route} route
 * @property {Map<string, Visit>} visits those that are known, by id
 * @property {Map<string, unknown>} missing why a visit cannot be shown, by id
 * @property {string} openId the visit that goes on; "" for none
 * @property {import("../../pages/stream.js").State|null} link how the page stands with the server
 * @property {{image: string, endsAt: number}|null} code for a gate, as an address for an <img>
 * @property {unknown} codeError why there is none
 * @property {boolean} isCut whether the last code that was asked for has not come
 * @property {boolean} isLeaving whether the code for the exit is shown
 * @property {boolean} asCustomer whether somebody of the staff comes to buy
 * @property {string} phone number that goes along with a code; "" for none
 * @property {Map<string, import("./stages.js").Change>} marks lines of the cart that have just changed, by key
 * @property {string[]} past ids of the visits that are over, as far as they are listed
 * @property {boolean|null} hasMore whether there are others; null while that is not known
 * @property {unknown} pastError why they cannot be listed
 * @property {Map<string, Payment>} payments those that are known, by the visit whose receipt they pay; "" is a deposit
 * @property {boolean} isDeclined whether the provider has just declined
 * @property {unknown} payError why a payment came to nothing
 * @property {Record<string, typeof import("./over.js")>} parts of the page that are loaded
 * @property {string} unloaded the one that could not be loaded; "" for none
 * @property {boolean} busy whether a payment is being opened or given up
 */

/** @type {State} */
const beginning = {
  person: who(), stage: "waiting", entry: null, error: null, route: routeOf(location.hash), visits: new Map(),
  missing: new Map(), openId: "", link: null, code: null, codeError: null, isCut: false, isLeaving: false,
  asCustomer: false, phone: "", marks: new Map(), past: [], hasMore: null, pastError: null, payments: new Map(),
  isDeclined: false, payError: null, busy: false, parts: {}, unloaded: "",
};

export const page = makeStore(beginning);

/** Forgets whatever is of whoever was signed in. */
export function forgetAll() {
  page.set({
    visits: new Map(), missing: new Map(), openId: "", link: null, code: null, codeError: null, isCut: false,
    isLeaving: false, asCustomer: false, phone: "", marks: new Map(), past: [], hasMore: null, pastError: null,
    payments: new Map(), isDeclined: false, payError: null, busy: false,
  });
}

/** The visit that goes on. */
export const openVisit = () => page.state.visits.get(page.state.openId) ?? null;

/** The visit that the address names. */
export const shownVisit = () => page.state.visits.get(page.state.route.id) ?? null;

/** What a deposit costs, in the smallest unit; 0 where there are none. */
export const depositAmount = () => units(document.body.dataset.deposit || "0");

/** Whether somebody comes to work, by their roles and their wish. */
export const isWorking = () => hasWork() && !page.state.asCustomer;

/** Whether somebody may come to work. */
export const hasWork = () => (page.state.person?.roles ?? []).some((role) => role === "operator" || role === "admin");
