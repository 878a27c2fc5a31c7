/** Follows all trolleys of a place. */

import { say } from "../../pages/dom.js";
import { token } from "../../pages/login.js";
import { Stream } from "../../pages/stream.js";
import { live } from "./calls.js";
import { ring } from "./ring.js";
import { byName, longestFirst, page } from "./state.js";
import { waitWords } from "./words.js";

/** @typedef {import("./calls.js").Trolley} Trolley */
/** @typedef {import("./calls.js").Waiting} Waiting */

/** @type {Stream|null} */
let stream = null;

/** @param {number} place */
export function follow(place) {
  leave();
  page.set({
    place, trolleys: new Map(), waiting: [], exits: [], filter: { name: "", only: "all" },
    link: { kind: "connecting", since: null, reason: "" },
  });
  stream = new Stream({
    socket: `/ws/trolley-board/${place}/`,
    token,
    poll: (since, epoch) => live(place, since, epoch),
    onSnapshot: ({ trolleys, waiting }) => {
      const before = page.state.trolleys.size ? page.state.waiting : waiting; // nobody is rung for at the first look
      page.set({ trolleys: byName(trolleys), waiting: longestFirst(waiting) });
      announce(before, waiting);
    },
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
  "trolley.changed": (/** @type {Trolley} */ row) => takeTrolley(row),
  "waiting.changed": ({ cart_id: id, waiting }) => {
    const before = page.state.waiting;
    page.set({ waiting: longestFirst([...before.filter((each) => each.cart_id !== id), ...waiting]) });
    announce(before, waiting);
  },
};

/** @param {Trolley} row */
export const takeTrolley = (row) =>
  page.set({ trolleys: byName([...new Map(page.state.trolleys).set(row.trolley_id, row).values()]) });

/** What tells one wait from another. @param {Waiting} entry */
export const keyOf = ({ kind, cart_id: cart, line }) => `${kind} ${cart} ${line?.id ?? ""}`;

/** Somebody was seen to; the stream says the same, perhaps later. @param {Waiting} entry */
export const dropWaiting = (entry) =>
  page.set({ waiting: page.state.waiting.filter((each) => keyOf(each) !== keyOf(entry)) });

/** Rings for those who were not there before. @param {Waiting[]} before @param {Waiting[]} now */
function announce(before, now) {
  const known = new Set(before.map(keyOf));
  const fresh = now.filter((each) => !known.has(keyOf(each)));
  if (!fresh.length) return;
  ring();
  for (const each of fresh) say(waitWords(each));
}
