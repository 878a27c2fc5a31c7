/** Signs of life while somebody looks at the page, and the last seconds before a session runs out. */

import { alarm, calm } from "../cart/feedback.js";
import { heartbeat } from "./calls.js";
import { page } from "./state.js";

const BEAT_MS = 10_000;
const SECOND_MS = 1000;

let beats = 0; // timer
let countdown = 0; // timer
let sessionId = "";

/** Gives signs of life from now on. @param {string} id */
export function beat(id) {
  sessionId = id;
  clearInterval(beats);
  beats = setInterval(sign, BEAT_MS);
  addEventListener("online", sign);
  document.addEventListener("visibilitychange", sign);
}

/** No more signs of life. */
export function rest() {
  clearInterval(beats);
  removeEventListener("online", sign);
  document.removeEventListener("visibilitychange", sign);
  lives();
}

/** The next sign comes in time when this one is not answered. */
function sign() {
  if (document.hidden || page.state.session?.state !== "active") return;
  heartbeat(sessionId).then(lives, () => undefined);
}

/** The session will run out at a time that is near: counted down by this phone's clock from now on.
 * @param {number} seconds */
export function ending(seconds) {
  clearInterval(countdown);
  page.set({ endsIn: seconds });
  countdown = setInterval(() => page.set({ endsIn: Math.max(0, page.state.endsIn - 1) }), SECOND_MS);
  if (document.hidden) alarm();
  else sign();
}

/** The end is not near (any more). */
export function lives() {
  clearInterval(countdown);
  calm();
  if (page.state.endsIn) page.set({ endsIn: 0 });
}
