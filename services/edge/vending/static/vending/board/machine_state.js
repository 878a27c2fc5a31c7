/** What the page of one machine has read, and its forms. */

import { Report } from "../../pages/report.js";
import { eventsOf, ledgerOf, machineMore, saleOf } from "./calls.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Ledger} Ledger */
/** @typedef {{state: string, offset: number}} LedgerQuery */

export const LEDGER_SIZE = 20;
export const EVENTS_SIZE = 30;

const changed = () => page.changed();

/** @type {Report<object, import("./calls.js").More, string>} */
export const more = new Report({}, (_, id) => machineMore(id), changed);

/** @type {Report<LedgerQuery, import("./calls.js").Page<import("./calls.js").Sale>, string>} */
export const ledger = new Report({ state: "", offset: 0 }, ({ state, offset }, id) =>
  ledgerOf(id, { ...(state && { state }), limit: LEDGER_SIZE, offset }), changed);

/** @type {Report<{offset: number}, import("./calls.js").Page<import("./calls.js").LoggedEvent>, string>} */
export const events = new Report({ offset: 0 }, ({ offset }, id) => eventsOf(id, EVENTS_SIZE, offset), changed);

/** Transactions that somebody has opened, with all their steps, by id; null while one is read.
 * @type {Map<string, Ledger|null>} */
export const opened = new Map();

/** Reads a transaction, anew if it is known. What cannot be had stays as it was, and is asked for with its next change.
 * @param {string} id */
export async function openSale(id) {
  if (!opened.has(id)) opened.set(id, null);
  try {
    opened.set(id, await saleOf(id));
  } catch {
    if (opened.get(id) === null) opened.delete(id);
  }
  changed();
}

/** A transaction of this machine has changed. @param {import("./calls.js").Sale} sale */
export function hearSale(sale) {
  const { transaction_id: id, state } = sale;
  if (opened.has(id)) openSale(id);
  const { found, query } = ledger;
  if (!found) return;
  const isKnown = found.results.some(({ transaction_id: other }) => other === id);
  if (isKnown) {
    const results = found.results.map((each) => (each.transaction_id === id ? sale : each));
    ledger.found = { ...found, results };
  } else if (!query.offset && (!query.state || query.state === state)) {
    ledger.found = { ...found, count: found.count + 1, results: [sale, ...found.results] };
  }
  changed();
}

/** Something has happened to this machine. @param {import("./calls.js").LoggedEvent} event */
export function hearEvent(event) {
  const { found, query } = events;
  if (!found || query.offset || found.results.some(({ id }) => id === event.id)) return;
  events.found = { ...found, count: found.count + 1, results: [event, ...found.results] };
  changed();
}

/** Somebody looks at another machine, or somebody else looks. */
export function forget() {
  for (const report of [more, ledger, events]) report.forget();
  ledger.query = { state: "", offset: 0 };
  events.query = { offset: 0 };
  opened.clear();
}
