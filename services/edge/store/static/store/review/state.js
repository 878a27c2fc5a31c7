/** What the console knows. */

import { recall } from "../../pages/storage.js";
import { who } from "../../pages/login.js";
import { makeStore } from "../../pages/store.js";

/** @typedef {import("./calls.js").Head} Head */
/** @typedef {import("./calls.js").Ticket} Ticket */
/** @typedef {import("./calls.js").Scale} Scale */
/** @typedef {import("./calls.js").Product} Product */

/** What is looked at of a ticket.
 * @typedef {object} Looked
 * @property {string} id
 * @property {Ticket|null} ticket null until it is read
 * @property {unknown} error why it could not be read
 * @property {Scale[]|null} plan what lies on the machine; null until that is known
 * @property {string} event the id of the event that is chosen; "" for none
 * @property {string} clip the id of the clip that is shown; "" for none
 * @property {Map<string, Link>} links where the footage of clips is, by clip
 * @property {Map<string, string>} broken why a clip does not play, by clip
 * @property {Map<number, number>} more units by product that the sensors missed; fewer are negative
 * @property {string|null} note what is typed; null while that is what is stored
 * @property {string} sought what was typed to find a product
 * @property {Product[]|null} found null while nothing is sought
 */

/** A signed link and when it was made, by this device's clock.
 * @typedef {{url: string|null, at: number}} Link */

/**
 * A ticket that was completed, with what was typed there, and the one that was taken after it by itself; "" for none.
 * @typedef {{id: string, name: string, next: string, more: Looked["more"], note: string|null}} Finished
 */

/**
 * @typedef {object} State
 * @property {ReturnType<typeof who>} person who is signed in
 * @property {"entry"|"waiting"|"stranger"|"console"} stage "stranger": signed in, and no reviewer
 * @property {import("../../pages/signin.js").SignIn|null} signIn
 * @property {string} route the id of the ticket that is looked at; "" for the queue
 * @property {Map<string, Head>|null} queue tickets that are not complete, by id; null until they are known
 * @property {"waiting"|"mine"|"all"|"done"} filter
 * @property {Head[]|null} done tickets that are complete, newest first; null until they are read
 * @property {Looked|null} looked
 * @property {Finished|null} finished what was completed a while ago, and can be undone
 * @property {Map<string, number>} touched how many steps were done since it was taken, by ticket
 * @property {Map<string, string>} acts what was pressed and is not answered yet: see steps.js
 * @property {import("../../pages/stream.js").State} link
 * @property {boolean} keys whether single keys do something
 * @property {Record<string, Part>} parts those that are loaded, by name
 * @property {string} unloaded the part that could not be loaded; "" for none
 */

/** A part that is loaded when it is needed: see ticket_part.js.
 * @typedef {{view: (state: State, looked: Looked) => unknown, keyOf: (key: string) => (() => void)|null}} Part */

const KEYS = "aisle.review.keys";

/** @type {State} */
const beginning = {
  person: who(), stage: "waiting", signIn: null, route: "", queue: null, done: null, filter: "waiting", looked: null,
  finished: null, touched: new Map(), acts: new Map(), link: { kind: "connecting", since: null, reason: "" },
  keys: recall(KEYS) !== "off", parts: {}, unloaded: "",
};

export const page = makeStore(beginning);
export const KEYS_PLACE = KEYS;

/** Changes what is known of the ticket that is looked at. @param {Partial<Looked>} some */
export function look(some) {
  const { looked } = page.state;
  if (looked) page.set({ looked: { ...looked, ...some } });
}

/** Whether the ticket is under review by whoever is signed in. @param {State} state @param {Head} head */
export const isMine = ({ person }, head) => head.status === "UNDER_REVIEW" && head.reviewer_id === person?.userId;
