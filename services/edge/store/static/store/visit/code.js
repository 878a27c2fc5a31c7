/**
 * The code for a gate: asked for while it is wanted and somebody looks, renewed in time, taken away when it has ended.
 * Each code opens one gate once.
 */

import { now } from "../../pages/ages.js";
import { Refused } from "../../pages/api.js";
import { pauseAfter } from "../../pages/backoff.js";
import { say } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { tokenCreate } from "./calls.js";
import { endOf, standingOf } from "./stages.js";
import { hasWork, page } from "./state.js";

const LOOK_MS = 500;
const PAUSES = { first: 1000, longest: 8000 }; // milliseconds

let isWanted = false;
let isAsking = false;
let round = 0; // an answer of a round that is over is not shown
let failures = 0;
let notBefore = 0; // by the clock of the page, in milliseconds
let timer = 0;
/** @type {WakeLockSentinel|null} keeps the screen on */
let awake = null;

/** Whether a code is to be shown from now on. @param {boolean} wanted */
export function wantCode(wanted) {
  if (wanted === isWanted) return;
  isWanted = wanted;
  clearInterval(timer);
  if (wanted) {
    timer = setInterval(look, LOOK_MS);
    queueMicrotask(renew);
  } else queueMicrotask(drop);
  stayAwake();
}

/** Another one at once: the last is used up, or of another kind. */
export function renew() {
  drop();
  look();
}

function drop() {
  round += 1;
  isAsking = false;
  failures = 0;
  notBefore = 0;
  page.set({ code: null, codeError: null, isCut: false });
}

function look() {
  if (!isWanted || document.hidden) return;
  const { code, codeError } = page.state;
  const standing = standingOf(code, now());
  if (standing === "over" && code) page.set({ code: null });
  if (standing !== "good" && !codeError && !isAsking && performance.now() >= notBefore) ask();
}

async function ask() {
  const { asCustomer, phone } = page.state;
  const mine = round;
  isAsking = true;
  try {
    const asked = now();
    const wanted = { ...(hasWork() && asCustomer && { as: "customer" }), ...(phone && { phone_number: phone }) };
    const { qr, expires_at: ends } = await tokenCreate(wanted);
    if (mine === round) take(`data:image/svg+xml;base64,${qr}`, endOf(ends, asked));
  } catch (error) {
    if (mine === round) missed(error);
  } finally {
    if (mine === round) isAsking = false;
  }
}

/** @param {string} image @param {number} endsAt */
function take(image, endsAt) {
  failures = 0;
  if (page.state.isCut) say(t("There is a new code."));
  page.set({ code: { image, endsAt }, isCut: false, codeError: null });
}

/** @param {unknown} error */
function missed(error) {
  if (error instanceof Refused && error.status !== 429) return page.set({ codeError: error });
  notBefore = performance.now() + pauseAfter(failures++, PAUSES);
  if (!page.state.isCut && page.state.code) say(t("No connection. The code holds for a few more seconds."));
  return page.set({ isCut: true });
}

/** Where the browser can, the screen does not go dark over a code. */
async function stayAwake() {
  awake?.release().catch(() => undefined);
  awake = null;
  if (!isWanted || document.hidden || !navigator.wakeLock) return;
  try {
    awake = await navigator.wakeLock.request("screen");
  } catch {
    // The battery is low: the screen goes its own way.
  }
}

/** Somebody is back, or the network: what is due is done now. */
function wake() {
  notBefore = 0;
  look();
}

addEventListener("online", wake);
document.addEventListener("visibilitychange", () => {
  stayAwake();
  if (!document.hidden) wake();
});
