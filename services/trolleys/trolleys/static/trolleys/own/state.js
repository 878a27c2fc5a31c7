/** What the page of one's own cart knows beside the cart. */

import { who } from "../../pages/login.js";
import { makeStore } from "../../pages/store.js";
import { cart } from "../cart/state.js";

/**
 * @typedef {object} State
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {"entry"|"waiting"|"failed"|"cart"} stage
 * @property {import("../../pages/signin.js").SignIn|null} signIn
 * @property {unknown} error
 */

/** @type {State} */
const beginning = { person: who(), stage: "waiting", signIn: null, error: null };

export const page = makeStore(beginning);
cart.watch(page.changed);
