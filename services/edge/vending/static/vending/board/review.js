/** What waits for an operator: dispenses of which nobody knows what came out, and money that has not gone back yet. */

import { Report } from "../../pages/report.js";
import { soon } from "../../pages/soon.js";
import { eventsOf, read } from "./calls.js";
import { lookAgain } from "./desk.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Sale} Sale */
/** @typedef {import("./calls.js").LoggedEvent} LoggedEvent */

/** @typedef {{step: string, at: string, details: Record<string, any>}} Step */
/** @typedef {{feedback_id: number, rating: number, comment: string|null}} Opinion */
/** @typedef {Sale & {flag: string|null, is_test: boolean, created_at: string, steps: Step[]}} Ledger */

/**
 * A refund that is not done; its amount is in minor units of its currency.
 * @typedef {object} Refund
 * @property {string} refund_id
 * @property {string} transaction_id
 * @property {string} machine_id
 * @property {number} amount
 * @property {string} currency
 * @property {string} reason
 * @property {"due"|"sent"|"done"|"failed"} state
 * @property {number} attempts
 * @property {string} created_at
 * @property {string|null} try_at
 * @property {string|null} payment_id
 */

/** A sale in review with what is known of it; `ledger` is null where that could not be had, and not `isWhole` where
 * anything could not.
 * @typedef {{sale: Sale, ledger: Ledger|null, events: LoggedEvent[], opinions: Opinion[], isWhole: boolean}} Case */
/** `sales` is how many are in review, also those that are not shown.
 * @typedef {{cases: Case[], sales: number, refunds: Refund[]}} Found */

const STEP = 10; // how many cases are shown at once, and then more
const PAGE = 200; // rows of an answer
const EVENTS = 50; // of a machine that are looked through
const SOON_MS = 150; // what changes together is read once
const OURS = /^(review|refund)/; // states of sales

export const review = new Report({ shown: STEP }, readAll, () => page.changed());

/** What was read of a case, by transaction and how it stood. @type {Map<string, Promise<Case>>} */
let known = new Map();

/** @param {{shown: number}} query @returns {Promise<Found>} */
async function readAll({ shown }) {
  const [sales, refunds] = await Promise.all([
    all("/edge/transactions/", { state: "review" }, (/** @type {Sale} */ { transaction_id: id }) => id),
    all("/edge/refunds/", {}, (/** @type {Refund} */ { refund_id: id }) => id),
  ]);
  sales.sort((one, other) => one.updated_at.localeCompare(other.updated_at));
  refunds.sort((one, other) => one.created_at.localeCompare(other.created_at));
  const looked = sales.slice(0, shown);
  known = new Map(looked.map((sale) => [keyOf(sale), known.get(keyOf(sale)) ?? caseRead(sale)]));
  const cases = await Promise.all(looked.map((sale) => /** @type {Promise<Case>} */ (known.get(keyOf(sale)))));
  for (const { sale, isWhole } of cases) if (!isWhole) known.delete(keyOf(sale));
  return { cases, sales: sales.length, refunds };
}

/**
 * All rows of a list. One that comes meanwhile pushes the others on: each is taken once.
 * @template Row
 * @param {string} path @param {Record<string, string>} query @param {(row: Row) => string} idOf
 */
async function all(path, query, idOf) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (let offset = 0; ; offset += PAGE) {
    /** @type {{results: Row[], count: number}} */
    const { results, count } = await read(path, { ...query, limit: PAGE, offset });
    for (const row of results) rows.set(idOf(row), row);
    if (offset + PAGE >= count) return [...rows.values()];
  }
}

/** A sale as it stands. @param {Sale} sale */
const keyOf = ({ transaction_id: id, updated_at: at }) => `${id} ${at}`;

/** @param {Sale} sale @returns {Promise<Case>} */
async function caseRead(sale) {
  const { transaction_id: id, machine_id: machine } = sale;
  const parts = await Promise.allSettled([
    /** @type {Promise<Ledger>} */ (read(`/edge/transactions/${encodeURIComponent(id)}/`)),
    eventsOf(machine, EVENTS),
    /** @type {Promise<{results: Opinion[]}>} */ (read("/edge/feedback/", { machine_id: machine, transaction_id: id })),
  ]);
  const [ledger, events, opinions] = parts;
  return {
    sale, isWhole: parts.every(({ status }) => status === "fulfilled"),
    ledger: ledger.status === "fulfilled" ? ledger.value : null,
    events: events.status === "fulfilled" ? events.value.results : [],
    opinions: opinions.status === "fulfilled" ? opinions.value.results : [],
  };
}

/** Somebody has turned to it. */
export const show = () => review.show(page.state.person?.userId);

export const showMore = () => review.choose({ shown: review.query.shown + STEP });

const readSoon = soon(() => review.choose({}), SOON_MS);

/** Reads it anew soon, and the counts of the tabs. */
export function readAgain() {
  lookAgain();
  readSoon();
}

/** An event of the stream. @param {string} type @param {any} data */
export function hear(type, data) {
  const isOurs = type === "transaction.changed" && (isShown(data.transaction_id) || OURS.test(data.state));
  if (isOurs) readAgain();
  if (type === "event.logged" && data.type === "feedback") forget(data.payload.transaction_id);
  else if (type === "event.logged" && data.type.startsWith("refund_")) readAgain();
}

/** @param {string} id */
const isShown = (id) => Boolean(review.found?.cases.some(({ sale }) => sale.transaction_id === id)
  || review.found?.refunds.some(({ transaction_id: other }) => other === id));

/** There is more to know of a case. @param {string} id */
function forget(id) {
  if (!isShown(id)) return;
  known = new Map([...known].filter(([key]) => !key.startsWith(`${id} `)));
  readAgain();
}

/** A case was decided: it goes at once. @param {string} id of the transaction */
export function dropCase(id) {
  const { found } = review;
  if (found) {
    const cases = found.cases.filter(({ sale }) => sale.transaction_id !== id);
    review.found = { ...found, cases, sales: found.sales - (found.cases.length - cases.length) };
  }
  readAgain();
}

/** A refund is done: it goes at once. @param {string} id */
export function dropRefund(id) {
  const { found } = review;
  if (found) review.found = { ...found, refunds: found.refunds.filter(({ refund_id: other }) => other !== id) };
  readAgain();
}
