/** How machines stand, the worst first. Pure: what is known goes in, an order comes out. */

import { hasWords, searchable } from "../../pages/fold.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Only} Only */
/** @typedef {import("./calls.js").Machine} Machine */
/** @typedef {import("./calls.js").Sale} Sale */

/** @typedef {"decide"|"owed"|"jam"|"offline_busy"|"offline"|"empty"|"low"|"out"|"dispensing"|"locked"|"free"} Kind */

/**
 * @typedef {object} Standing
 * @property {Machine} machine
 * @property {Kind} kind the worst that is true of it
 * @property {string} since ISO 8601; "" where nobody knows
 * @property {Sale[]} sales open ones, and those whose money is on its way back; oldest first
 */

export const LOW = 5; // units

/** What an operator has to do something about, the worst first. @type {Kind[]} */
const TROUBLE = ["decide", "owed", "jam", "offline_busy", "offline", "empty"];
/** @type {Kind[]} */
const ORDER = [...TROUBLE, "low", "out"];

/** How one machine stands; null for one that is not there.
 * @param {State} state @param {string} id @returns {Standing|null} */
export function standingIn({ machines, due, faults }, id) {
  const machine = machines.get(id);
  const owed = [...due.values()].filter(({ machine_id: owner }) => owner === id);
  return machine ? standingOf(machine, owed, faults.get(id)) : null;
}

/** @param {Standing} standing */
export const needsYou = ({ kind }) => TROUBLE.includes(kind);

/** @type {Record<Only, (standing: Standing) => boolean>} */
export const KINDS = {
  all: () => true,
  trouble: needsYou,
  offline: ({ machine }) => !machine.online,
  low: ({ machine }) => machine.available > 0 && machine.available <= LOW,
  empty: ({ machine }) => machine.available === 0,
  busy: ({ machine, sales }) => machine.locked || sales.some(({ state }) => state !== "refund_due"),
  out: ({ machine }) => !machine.in_service,
};

/** All machines, those first that are worst off, and of these those for longest.
 * @param {State} state @returns {Standing[]} */
export function ranked({ machines, due, faults }) {
  /** @type {Map<string, Sale[]>} */
  const dueOf = new Map();
  for (const sale of due.values()) dueOf.set(sale.machine_id, [...(dueOf.get(sale.machine_id) ?? []), sale]);
  return [...machines.values()]
    .map((machine) => standingOf(machine, dueOf.get(machine.machine_id) ?? [], faults.get(machine.machine_id)))
    .sort(compared);
}

/**
 * @param {Machine} machine
 * @param {Sale[]} due its sales whose money is on its way back
 * @param {import("./state.js").Fault} [fault] why it is out of service
 * @returns {Standing}
 */
export function standingOf(machine, due, fault) {
  const sales = [...machine.transactions, ...due].sort(older);
  const [kind, since] = worstOf(machine, sales, fault);
  return { machine, kind, since, sales };
}

/** @param {Machine} machine @param {Sale[]} sales @param {import("./state.js").Fault} [fault]
 * @returns {[Kind, string]} */
function worstOf(machine, sales, fault) {
  const undecided = sales.find(({ state }) => state === "review");
  if (undecided) return ["decide", undecided.updated_at];
  const owed = sales.find(({ state }) => state === "refund_due");
  if (owed) return ["owed", owed.updated_at];
  if (!machine.in_service && fault?.kind === "jam") return ["jam", fault.since];
  if (!machine.online) return [machine.transactions.length ? "offline_busy" : "offline", machine.last_seen_at ?? ""];
  if (machine.current_stock === 0) return ["empty", ""];
  if (machine.current_stock <= LOW) return ["low", ""];
  if (!machine.in_service) return ["out", fault?.since ?? ""];
  const running = sales.find(({ state }) => state === "dispensing");
  if (running) return ["dispensing", running.updated_at];
  return [machine.locked ? "locked" : "free", ""];
}

/** @param {Standing} one @param {Standing} other */
function compared(one, other) {
  const by = rankOf(one) - rankOf(other);
  if (by) return by;
  if (one.since !== other.since && rankOf(one) < ORDER.length) return one.since < other.since ? -1 : 1;
  return byName(one.machine, other.machine);
}

/** @param {Standing} standing */
function rankOf({ kind }) {
  const at = ORDER.indexOf(kind);
  return at < 0 ? ORDER.length : at;
}

const names = new Intl.Collator("en", { numeric: true });

/** @param {Machine} one @param {Machine} other */
const byName = (one, other) => names.compare(one.machine_id, other.machine_id);

/** @param {Sale} one @param {Sale} other */
const older = (one, other) => (one.updated_at < other.updated_at ? -1 : 1);

/** @param {Standing} standing @param {string[]} words of a search */
export const isCalled = ({ machine }, words) =>
  hasWords(searchable(machine.name, machine.machine_id, machine.location), words);
