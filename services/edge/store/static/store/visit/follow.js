/** Follows the visit that goes on and the one that is looked at, by their streams; and waits for one to begin. */

import { Refused, Unreachable } from "../../pages/api.js";
import { token } from "../../pages/login.js";
import { Stream, point } from "../../pages/stream.js";
import * as calls from "./calls.js";
import { page } from "./state.js";
import { takeSome, takeVisit } from "./taking.js";

/** @typedef {import("./calls.js").Visit} Visit */

const ASK_MS = 1500;

/** @type {Map<string, Stream>} by the id of the visit */
const streams = new Map();

/** Has these visits followed, and no others. @param {string[]} ids */
export function followThese(ids) {
  for (const [id, stream] of streams) {
    if (ids.includes(id)) continue;
    stream.stop();
    streams.delete(id);
  }
  for (const id of ids) if (!streams.has(id)) begin(id);
}

/** @param {string} id */
function begin(id) {
  const stream = new Stream({
    socket: `/ws/store/visits/${id}/`, token,
    poll: (since, epoch) => calls.liveGet(id, point(since, epoch)),
    onSnapshot: takeVisit,
    onEvent: (type, data) => takeEvent(id, type, data),
    onState: (link) => page.set({ link }),
  });
  streams.set(id, stream);
  stream.start();
}

/** @param {string} id @param {string} type @param {any} data the thing that is named */
function takeEvent(id, type, data) {
  if (type === "visit.changed") takeVisit(data);
  if (type === "cart.changed") takeSome(id, { cart: data });
  if (type === "receipt.changed") takeSome(id, { receipt: data });
}

/** Reads a visit anew; what was told meanwhile stays. @param {string} id */
export async function renew(id) {
  const stream = streams.get(id);
  if (stream) stream.take(await calls.liveGet(id, ""));
  else takeVisit(await calls.visitGet(id));
}

/** What an answer says of a visit; of one that is followed the stream tells, and not as late. @param {Visit} visit */
export function takeAnswered(visit) {
  if (!streams.has(visit.id) || !page.state.visits.has(visit.id)) takeVisit(visit);
}

/** Reads a visit that is not known yet. @param {string} id */
export async function read(id) {
  if (page.state.visits.has(id)) return;
  try {
    takeAnswered(await calls.visitGet(id));
  } catch (error) {
    page.state.missing.set(id, error);
    page.changed();
  }
}

/** Looks for a visit that goes on, once; throws what the call throws. */
export async function findOpen() {
  const { person } = page.state;
  const { results } = await calls.visitsGet({ open: "true", limit: "1" });
  const [open] = results.filter(({ user_id: owner }) => owner === person?.userId);
  if (person !== page.state.person || !open) return;
  takeAnswered(open);
  page.set({ openId: open.id });
}

let isAsking = false;

/** Nobody tells a phone that a gate has opened: it asks while it shows the code. @param {() => boolean} isWaiting */
export function awaitEntry(isWaiting) {
  const ask = async () => {
    if (isAsking || document.hidden || !isWaiting()) return;
    isAsking = true;
    try {
      await findOpen();
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) return; // signed out: the page knows
    } finally {
      isAsking = false;
    }
  };
  setInterval(ask, ASK_MS);
  document.addEventListener("visibilitychange", ask);
  addEventListener("online", ask);
}
