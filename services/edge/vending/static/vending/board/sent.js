/** Mails and webhooks to the operators: what was sent, what waits, what failed. */

import { Report } from "../../pages/report.js";
import { soon } from "../../pages/soon.js";
import { read } from "./calls.js";
import { lookAgain } from "./desk.js";
import { page } from "./state.js";

/** @typedef {{id: number, to: string, subject: string, body: string, created_at: string, sent_at: string|null,
 *   error: string|null}} Mail */
/** @typedef {{id: number, type: string, payload: Record<string, any>, created_at: string, sent_at: string|null,
 *   attempts: number, error: string|null}} Webhook */
/** @typedef {"mails"|"webhooks"} Kind */
/** @typedef {{kind: Kind, offset: number}} Query */
/** @typedef {{kind: Kind, count: number, results: (Mail|Webhook)[]}} Found */

export const SIZE = 50;
const NOTICED = new Set(["low_stock", "motor_jam", "offline"]); // events of which operators are told
const LOOK_MS = 1500; // while something waits: the stream does not tell of mails
const SOON_MS = 150; // what changes together is read once

/** @param {Query} query @returns {Promise<Found>} */
const sentRead = async ({ kind, offset }) => ({ kind, ...await read(`/edge/${kind}/`, { limit: SIZE, offset }) });

export const sent = new Report({ kind: /** @type {Kind} */ ("mails"), offset: 0 }, sentRead, () => page.changed());

/** Somebody has turned to it. */
export function show() {
  sent.show(page.state.person?.userId);
  watch();
}

let timer = 0;

/** What waits is looked at again until it is sent or has failed, as long as somebody is here. */
function watch() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (page.state.route.part !== "sent" || page.state.stage !== "board") return;
    if (!document.hidden && sent.found?.results.some(waits)) readAgain();
    watch();
  }, LOOK_MS);
}

/** @param {Mail|Webhook} row */
const waits = ({ sent_at: at }) => at === null;

const readSoon = soon(() => sent.choose({}), SOON_MS);

/** Reads it anew soon, and the counts of the tabs. */
export function readAgain() {
  lookAgain();
  readSoon();
}

/** An event of the stream. @param {string} type @param {any} data */
export function hear(type, data) {
  if (type === "event.logged" && NOTICED.has(data.type)) readAgain();
}
