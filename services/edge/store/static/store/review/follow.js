/** Follows the queue. */

import { token } from "../../pages/login.js";
import { soon } from "../../pages/soon.js";
import { Stream } from "../../pages/stream.js";
import { live } from "./calls.js";
import { page } from "./state.js";
import { readTicket } from "./ticket.js";

/** @typedef {import("./calls.js").Head} Head */

const SOON_MS = 150; // what changes together is read once

/** @type {Stream|null} */
let stream = null;

const readSoon = soon(() => readTicket(), SOON_MS);

export function follow() {
  leave();
  page.set({ link: { kind: "connecting", since: null, reason: "" } });
  stream = new Stream({
    socket: "/ws/store/board/",
    token,
    poll: live,
    onSnapshot: ({ queue }) => {
      page.set({ queue: new Map(queue.map((/** @type {Head} */ head) => [head.id, head])) });
      readSoon();
    },
    onEvent: (type, data) => {
      if (type === "ticket.changed") hear(data);
    },
    onState: (link) => page.set({ link: { ...link } }),
  });
  stream.start();
}

export function leave() {
  stream?.stop();
  stream = null;
  page.set({ queue: null, looked: null, finished: null, touched: new Map() });
}

/** @param {Head} head */
function hear(head) {
  take(head);
  if (page.state.looked?.id === head.id) readSoon();
}

/** A ticket as it is now: in the queue, unless it is complete. @param {Head} head */
export function take(head) {
  const queue = new Map(page.state.queue ?? []);
  if (head.status === "REVIEW_COMPLETE") queue.delete(head.id);
  else queue.set(head.id, head);
  page.set({ queue });
}
