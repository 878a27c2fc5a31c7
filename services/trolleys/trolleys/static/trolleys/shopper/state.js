/** What the shopper's page knows. */

import { who } from "../../pages/login.js";
import { recall, remember } from "../../pages/storage.js";
import { makeStore } from "../../pages/store.js";
import { cart, isPaying } from "../cart/state.js";

/** @typedef {import("./calls.js").Session} Session */
/** @typedef {import("./calls.js").Trolley} Trolley */

/**
 * @typedef {object} State
 * @property {"waiting"|"entry"|"start"|"failed"|"visit"} stage
 * @property {string} trolleyId of the address; "" when the page has to ask for it
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {(() => import("../../pages/view.js").Part)|null} signIn the view of the form, once it was asked for
 * @property {typeof import("./visit_views.js")|null} views of a visit, once they are loaded
 * @property {Trolley|null} trolley as it was when the page began
 * @property {number|null} locationId of the place that the trolley belongs to
 * @property {string} placeName
 * @property {Session|null} session
 * @property {boolean} isLocked how the trolley's lock should be
 * @property {boolean} isOnline whether the trolley itself is there
 * @property {string|null} restorableUntil after an expiry
 * @property {number} endsIn seconds until the session runs out; 0 while that is not near
 * @property {unknown} error why the page cannot be shown
 * @property {import("../../pages/api.js").Refused|null} refused why the trolley was not given
 * @property {boolean} busy whether a call of the page's buttons is on its way
 */

/** @type {State} */
const beginning = {
  stage: "waiting", trolleyId: document.body.dataset.trolley ?? "", person: who(), signIn: null, views: null,
  trolley: null, locationId: null, placeName: "",
  session: null, isLocked: false, isOnline: true, restorableUntil: null, endsIn: 0,
  error: null, refused: null, busy: false,
};

export const page = makeStore(beginning);
cart.watch(page.changed);

/** The name under which the phone keeps its session, as clients of the first documentation know it. */
const SESSION = "session_id";

export const keptSession = () => recall(SESSION);

/** @param {string|null} id */
export const keepSession = (id) => remember(SESSION, id);

/** Whether staff look at the trolley: the cart is frozen too. @param {State} state */
export const isChecked = ({ session }) => ["waiting", "missed"].includes(session?.check.state ?? "");

/** Whether goods may be added and changed now. */
export const isShopping = () => page.state.session?.state === "active" && !isPaying() && !isChecked(page.state);
