/** Follows all trolleys of a place. */

import { token } from "../../pages/login.js";
import { Stream } from "../../pages/stream.js";
import { live } from "./calls.js";
import { byName, longestFirst, page } from "./state.js";
import { ring } from "./ring.js";

/** @typedef {import("./calls.js").Trolley} Trolley */
/** @typedef {import("./calls.js").Waiting} Waiting */

/** @type {Stream|null} */
let stream = null;

/** @param {number} place */
export function follow(place) {
  leave();
  page.set({ place, trolleys: new Map(), waiting: [], link: { kind: "connecting", since: null, reason: "" } });
  stream = new Stream({
    socket: `/ws/trolley-board/${place}/`,
    token,
    poll: (since, epoch) => live(place, since, epoch),
    onSnapshot: ({ trolleys, waiting }) => page.set({ trolleys: byName(trolleys), waiting: longestFirst(waiting) }),
    onEvent: (type, data) => EVENTS[type]?.(data),
    onState: (link) => page.set({ link: { ...link } }),
  });
  stream.start();
}

export function leave() {
  stream?.stop();
  stream = null;
}

/** @type {Record<string, (data: any) => void>} */
const EVENTS = {
  "trolley.changed": (/** @type {Trolley} */ row) =>
    page.set({ trolleys: byName([...new Map(page.state.trolleys).set(row.trolley_id, row).values()]) }),
  "waiting.changed": ({ cart_id: id, waiting }) => {
    const others = page.state.waiting.filter((each) => each.cart_id !== id);
    if (waiting.length > page.state.waiting.length - others.length) ring();
    page.set({ waiting: longestFirst([...others, ...waiting]) });
  },
};
