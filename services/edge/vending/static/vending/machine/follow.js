/** Follows a machine: by its stream, and by asking every three seconds while that is down. */

import { Refused } from "../../pages/api.js";
import { Stream, point } from "../../pages/stream.js";
import { clientId } from "./kept.js";
import * as calls from "./calls.js";
import { page, takeStatus } from "./state.js";
import { withSale } from "./stages.js";

/** @typedef {import("./calls.js").Status} Status */

const ASK_MS = 3000;

/** Asks how the machine is now. @returns {Promise<void>} throws Refused or Unreachable */
export async function look() {
  takeStatus(await calls.statusGet(page.state.machineId, clientId()));
}

/** Asks again, and says nothing about a failure but that the page is cut off. */
export async function lookAgain() {
  try {
    await look();
  } catch (error) {
    if (error instanceof Refused) page.set({ error });
    else page.set({ isCut: true });
  }
}

/** @param {string} _ @param {any} data null for what concerns others */
function takeEvent(_, data) {
  if (!data) return;
  if ("server_time" in data) return takeStatus(data);
  const { status } = page.state;
  if (status) takeStatus(withSale(status, data));
}

/** From now on. */
export function follow() {
  const { machineId } = page.state;
  const who = { client_id: clientId() };
  const name = encodeURIComponent(machineId);
  const stream = new Stream({
    socket: `/ws/vending/${name}/`, query: () => who,
    poll: (since, epoch) => calls.liveGet(machineId, queryOf(since, epoch, who)),
    onSnapshot: takeStatus, onEvent: takeEvent,
    onState: ({ kind }) => page.set({ isLive: kind === "live", ...(kind === "live" && { isCut: false }),
      ...(kind === "offline" && { isCut: true }) }),
  });
  stream.start();
  setInterval(() => page.state.isLive || page.state.error || document.hidden || lookAgain(), ASK_MS);
  addEventListener("online", lookAgain);
}

/** @param {number|null} since @param {string} epoch @param {Record<string, string>} who */
const queryOf = (since, epoch, who) => Object.fromEntries(new URLSearchParams(point(since, epoch, who)));
