/** Follows all machines. */

import { say } from "../../pages/dom.js";
import { token } from "../../pages/login.js";
import { Stream } from "../../pages/stream.js";
import { t } from "../../pages/texts.js";
import { live } from "./calls.js";
import { lookAgain } from "./desk.js";
import { hearFault, learnFaults } from "./faults.js";
import { needsYou, standingIn } from "./fleet.js";
import { kindWords } from "./standing_view.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Machine} Machine */
/** @typedef {import("./calls.js").Sale} Sale */

/** What brings something to the desk, or takes it away. */
const TO_THE_DESK = new Set(["feedback", "feedback_changed", "refund_retry", "refund_settle", "low_stock", "motor_jam",
  "offline"]);
const OPEN = new Set(["ordered", "paid", "dispensing", "review"]);

/** @type {Stream|null} */
let stream = null;

export function follow() {
  leave();
  page.set({ link: { kind: "connecting", since: null, reason: "" } });
  stream = new Stream({
    socket: "/ws/fleet/",
    token,
    poll: live,
    onSnapshot: ({ machines }) => {
      page.set({ machines: new Map(machines.map((/** @type {Machine} */ each) => [each.machine_id, each])) });
      lookAgain();
      learnFaults();
      page.state.parts[page.state.route.part]?.hear?.("snapshot", {});
    },
    onEvent: (type, data) => {
      const before = standingIn(page.state, data.machine_id)?.kind;
      EVENTS[type]?.(data);
      announce(data.machine_id, before);
      page.state.parts[page.state.route.part]?.hear?.(type, data);
    },
    onState: (link) => page.set({ link: { ...link } }),
  });
  stream.start();
}

export function leave() {
  stream?.stop();
  stream = null;
  page.set({ machines: new Map(), due: new Map(), faults: new Map(), desk: null });
}

/** Says that a machine needs somebody from now on. @param {string} id @param {import("./fleet.js").Kind} [before] */
function announce(id, before) {
  const standing = standingIn(page.state, id);
  if (!before || !standing || standing.kind === before || !needsYou(standing)) return;
  say(t("{machine}: {state}", { machine: standing.machine.name || id, state: kindWords(standing.kind) }));
}

/** @param {Machine} row */
export function takeMachine(row) {
  page.state.machines.set(row.machine_id, row);
  page.changed();
  learnFaults();
}

/** The machine's row comes on its own when stock or lock change; what holds units follows from this.
 * @param {Sale} sale */
function takeSale(sale) {
  const { machines, due } = page.state;
  const row = machines.get(sale.machine_id);
  if (row) takeMachine(withSale(row, sale));
  if (sale.state === "refund_due") due.set(sale.transaction_id, sale);
  else due.delete(sale.transaction_id);
  if (!OPEN.has(sale.state) || sale.state === "review") lookAgain();
}

/** A machine after this has become of a sale. @param {Machine} row @param {Sale} sale @returns {Machine} */
export function withSale(row, sale) {
  const others = row.transactions.filter(({ transaction_id: id }) => id !== sale.transaction_id);
  const transactions = OPEN.has(sale.state) ? [...others, sale] : others;
  const held = transactions.reduce((units, { quantity }) => units + quantity, 0);
  return { ...row, transactions, available: Math.max(0, row.current_stock - held) };
}

/** @type {Record<string, (data: any) => void>} */
const EVENTS = {
  "machine.changed": takeMachine,
  "lock.changed": takeMachine,
  "transaction.changed": takeSale,
  "event.logged": (/** @type {import("./calls.js").LoggedEvent} */ event) => {
    hearFault(event);
    if (TO_THE_DESK.has(event.type)) lookAgain();
  },
};
