/** Getting the machine with the code on its display. */

import { Refused, loaded } from "../../pages/api.js";
import { say, toast } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { remember } from "../../pages/storage.js";
import * as calls from "./calls.js";
import { LENGTH, digitsOf, readCode } from "./digits.js";
import { lookAgain } from "./follow.js";
import { clientId, keep, kept } from "./kept.js";
import { now, page } from "./state.js";
import { loadViews } from "./loading.js";
import { codeWords, explain } from "./words.js";

const NO_WAIT_S = 30; // where too many wrong codes were tried, and nobody says how long that holds
export const MOVED = "aisle.vending.moved"; // the machine that a code has led to, for its page to say

/** Until when the code on the display is to hold. */
const shownUntil = () => page.state.status?.display_code_expires_at ?? "";

/** Whether the display shows another code than when typing began. */
export const isOver = () => page.state.typed !== "" && page.state.typedFor !== shownUntil();

/** Whether the display still shows a code that opens nothing any more: machines ask for a new one but now and then. */
export const isPast = () => shownUntil() !== "" && Date.parse(shownUntil()) <= now();

/** Takes what is typed; six digits are tried at once. @param {string} text */
export function type(text) {
  const typed = digitsOf(text);
  const isFirst = page.state.typed === "" || page.state.codeError !== null;
  page.set({ typed, codeError: null, ...(isFirst && { typedFor: shownUntil() }) });
  if (typed.length === LENGTH) submit();
}

/** Tries the code that is typed. */
export async function submit() {
  const { typed, busy, waitUntil } = page.state;
  if (busy || waitUntil > now()) return;
  if (typed.length < LENGTH) return fail(new Refused(400, "too_short"));
  page.set({ busy: "code", codeError: null });
  try {
    await loadViews(); // of what comes next, before the machine is taken
    await take(typed);
  } catch (error) {
    fail(error);
  } finally {
    page.set({ busy: "" });
  }
}

/** The code is kept before it is tried: the answer may be lost, and the machine is ours all the same.
 * @param {string} code */
async function take(code) {
  const { machineId, status } = page.state;
  const before = kept(machineId);
  const done = status?.transaction?.transaction_id ?? before.done;
  keep(machineId, { code, done, transactionId: undefined, checkout: undefined, orderId: undefined, proof: undefined });
  try {
    const { machine_id: other } = await calls.lockByCode(clientId(), code);
    if (other !== machineId) return goTo(other, code, before);
  } catch (error) {
    if (error instanceof Refused) keep(machineId, { ...before, code: before.code });
    throw error;
  }
  page.set({ typed: "", quantity: 1, hasLapsed: false, wasBeaten: false, saleError: null, isDeclined: false,
    triggerError: null });
  return lookAgain();
}

/** The code is that of another machine, which is ours now. @param {string} other @param {string} code
 * @param {import("./kept.js").Kept} before what was kept of this one */
function goTo(other, code, before) {
  keep(page.state.machineId, { ...before, code: before.code });
  keep(other, { code });
  remember(MOVED, other, "sessionStorage");
  location.assign(`/vend/${encodeURIComponent(other)}`);
}

/** @param {unknown} error */
function fail(error) {
  const refused = error instanceof Refused ? error : null;
  const isMany = refused?.status === 429;
  const wasBeaten = refused?.reason === "machine_busy";
  page.set({
    codeError: error, wasBeaten, ...(isMany && { waitUntil: now() + (refused.retryAfter ?? NO_WAIT_S) * 1000 }),
  });
  if (wasBeaten || refused?.reason === "machine_not_available") lookAgain();
  say(errorWords(), { urgent: true });
  page.flush();
  const field = /** @type {HTMLInputElement|null} */ (document.getElementById("code"));
  field?.focus({ preventScroll: true });
  field?.select();
}

/** What is wrong with the code that was tried, in words. */
export function errorWords() {
  const { codeError } = page.state;
  if (codeError instanceof Refused && codeError.reason === "too_short") return t("The code has six digits.");
  if (codeError instanceof Refused && codeError.status === 429) return t("Too many wrong codes.");
  return codeWords(codeError, { isOver: isOver(), isPast: isPast() });
}

/** Reads the code by the camera, where the display shows it as a picture. */
export async function film() {
  try {
    const { openCamera } = await loaded(import("../../pages/camera.js"));
    const camera = await openCamera({
      formats: ["qr_code"], title: t("Scan the code on the display"),
      hint: t("Only some displays show their code as a picture. Otherwise type its digits."),
      onCode: ({ text }) => seen(text, camera.close),
    });
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}

/** @param {string} text @param {() => void} close @returns {import("../../pages/camera.js").Told|void} */
function seen(text, close) {
  const found = readCode(text);
  if (!found) return { state: "bad", words: t("This is no code of a machine.") };
  close();
  if ("code" in found) type(found.code);
  else if (found.machineId !== page.state.machineId) location.assign(`/vend/${found.machineId}`);
  return undefined;
}
