/**
 * This browser's changes of the cart: one after the other, each with a key that is kept until it is answered, so that
 * nothing is lost and nothing arrives twice, reloads included.
 */

import { Refused, insist, newKey } from "../../pages/api.js";
import { t } from "../../pages/texts.js";
import { cartAdd, cartRemove, cartUpdate } from "./calls.js";
import { jobs, keepJobs } from "./kept.js";
import { owner } from "./owner.js";
import { cart, dropLine, takeLine } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {import("./kept.js").Job} Job */
/** @typedef {{state: "good"|"warn"|"bad", words: string}} Outcome what became of something that was scanned */

const PAUSE_MS = 400; // after the last tap on plus or minus
const FROZEN_MS = 2000; // when it is looked whether a cart that takes nothing now does again
const LATER = new Set(["Session has expired due to inactivity", "Payment in progress", "Spot check required"]);

let troubled = 0; // ms

/** Since when (ms) changes have not been answered; 0 while they are. */
export const troubledSince = () => troubled;

/** @type {Map<string, number>} timers of jobs that may still change by another tap, by key */
const resting = new Map();
/** @type {Map<string, (outcome: Outcome) => void>} who wants to know what becomes of a job, by its key */
const curious = new Map();
let running = false;
let frozenUntil = 0; // ms

/** @param {Omit<Job, "key"|"at">} job @returns {Job} */
const made = (job) => ({ ...job, key: newKey(), at: Date.now() });

/**
 * Puts something into the cart, by what its barcode says.
 * @param {string} barcode
 * @returns {Promise<Outcome>} as soon as something can be said of it
 */
export function addBarcode(barcode) {
  const job = made({ kind: "add", barcode, quantity: 1, name: barcode });
  const outcome = new Promise((resolve) => curious.set(job.key, resolve));
  enqueue(job);
  return outcome;
}

/** @param {{id: number, name: string}} product */
export function addProduct({ id, name }) {
  enqueue(made({ kind: "add", product: id, quantity: 1, name }));
}

/** Takes a line out. @param {import("./calls.js").Line} line */
export function remove({ id, product, quantity }) {
  enqueue(made({ kind: "remove", line: id, product: product.id, quantity, name: product.name }));
}

/** Lets a line have this quantity. Taps in quick succession are one change.
 * @param {import("./calls.js").Line} line @param {number} quantity */
export function set({ id, product }, quantity) {
  const last = jobs().findLast(({ line }) => line === id);
  const job = last && resting.has(last.key) ? { ...last, quantity }
    : made({ kind: "set", line: id, product: product.id, quantity, name: product.name });
  keepJobs((all) => [...all.filter(({ key }) => key !== job.key), job]);
  clearTimeout(resting.get(job.key));
  resting.set(job.key, setTimeout(() => {
    resting.delete(job.key);
    pump();
  }, PAUSE_MS));
}

/** How many units a line will have once all is answered. @param {import("./calls.js").Line} line */
export function wanted({ id, quantity }) {
  const last = jobs().findLast(({ kind, line }) => line === id && kind === "set");
  return last?.quantity ?? quantity;
}

/** Whether a line is about to be taken out. @param {number} id */
export const isLeaving = (id) => jobs().some(({ kind, line }) => kind === "remove" && line === id);

/** What is on its way into the cart and has no line yet. */
export const coming = () => jobs().filter(({ kind }) => kind === "add");

/** @param {Job} job */
function enqueue(job) {
  keepJobs((all) => [...all, job]);
  pump();
}

/** Works until nothing waits. Call it whenever something may. */
export async function pump() {
  if (running) return;
  running = true;
  try {
    for (let job = next(); job; job = next()) await deliver(job);
  } finally {
    running = false;
  }
}

/** @returns {Job|undefined} */
function next() {
  if (!owner().isOpen() || Date.now() < frozenUntil) return undefined;
  const [first] = jobs();
  return first && !resting.has(first.key) ? first : undefined;
}

/** @param {Job} job @returns {Promise<import("./calls.js").Line|undefined>} */
function send(job) {
  const what = job.product ? { product_id: job.product } : { barcode: job.barcode };
  const options = { key: job.key, onTrouble: () => hindered(job) };
  if (job.kind === "add") {
    return insist("/api/cart/add/", { ...what, quantity: job.quantity }, { ...options, send: cartAdd });
  }
  if (job.kind === "set") {
    return insist("/api/cart/update/", { ...what, quantity: job.quantity },
      { ...options, send: cartUpdate });
  }
  return insist("/api/cart/remove/", what, { ...options, send: cartRemove });
}

/** @param {Job} job */
async function deliver(job) {
  try {
    const line = await send(job);
    done(job);
    if (!line) return dropLine(Number(job.line));
    takeLine(line);
    if (job.kind === "add") answer(job, tell.added(line));
    else tell.nothing();
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    if (LATER.has(problem.reason)) return wait(job, problem);
    done(job);
    answer(job, tell.refused(job, problem));
  }
  return undefined;
}

/** @param {Job} job @param {{kind: Outcome["state"], words: string}} told */
function answer({ key }, { kind, words }) {
  curious.get(key)?.({ state: kind, words });
  curious.delete(key);
}

/** The cart takes nothing now; the stream will say why, and that it does again.
 * @param {Job} job @param {Refused} problem */
function wait(job, { reason }) {
  answer(job, { kind: "warn", words: t("The cart takes nothing just now. This is kept for it.") });
  if (reason.startsWith("Session")) owner().onExpired();
  frozenUntil = Date.now() + FROZEN_MS;
  setTimeout(pump, FROZEN_MS);
}

/** @param {Job} job */
function done({ key }) {
  troubled = 0;
  keepJobs((all) => all.filter((each) => each.key !== key));
}

/** @param {Job} job */
function hindered(job) {
  troubled ||= Date.now();
  const words = t("No connection. This is kept here and goes into the cart as soon as that works.");
  answer(job, { kind: "warn", words });
  cart.changed();
}
