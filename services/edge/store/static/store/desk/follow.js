/** Follows the store by its board, and reads what the board does not tell. */

import { say } from "../../pages/dom.js";
import { token } from "../../pages/login.js";
import { soon } from "../../pages/soon.js";
import { Stream } from "../../pages/stream.js";
import { n, t } from "../../pages/texts.js";
import { alertsOpen, live, machinesRead, modeRead } from "./calls.js";
import { mayOperate } from "./rights.js";
import { empty, page } from "./state.js";
import { MODES } from "./words.js";

/** @typedef {import("./calls.js").Alert} Alert */

const SOON_MS = 200; // what changes together is read once

/** @type {Stream|null} */
let stream = null;

export function follow() {
  leave();
  page.set({ link: { kind: "connecting", since: null, reason: "" } });
  stream = new Stream({
    socket: "/ws/store/board/",
    token,
    poll: live,
    onSnapshot: (data) => {
      const by = (/** @type {any[]} */ rows, name = "id") => new Map(rows.map((row) => [row[name], row]));
      page.set({ mode: data.mode, inside: by(data.inside), queue: by(data.queue),
        machines: by(data.machines, "machine_id") });
      for (const again of [readAlerts, readRows, readMode]) again();
      hear("snapshot", {});
    },
    onEvent: (type, data) => {
      EVENTS[type]?.(data);
      page.changed();
      hear(type, data);
    },
    onState: (link) => page.set({ link: { ...link } }),
  });
  stream.start();
}

export function leave() {
  stream?.stop();
  stream = null;
  page.set(empty());
}

/** @param {string} type @param {any} data */
const hear = (type, data) => page.state.parts[page.state.route.part]?.hear?.(type, data);

/** What cannot be had now is as before: it is read with the next change, and when the network is back.
 * @param {() => Promise<void>} read */
const again = (read) => soon(() => (stream ? read().catch(() => {}) : undefined), SOON_MS);

export const readAlerts = again(async () => {
  const found = await alertsOpen();
  page.set({ alerts: new Map(found.map((alert) => [alert.id, alert])) });
});

/** The machines as operators see them. */
export const readRows = again(async () => {
  if (!mayOperate(page.state.person)) return;
  const found = await machinesRead();
  page.set({ rows: new Map(found.map((row) => [row.machine_id, row])) });
});

/** Since when the mode is what it is. */
const readMode = again(async () => {
  if (!mayOperate(page.state.person)) return;
  const { status, since } = await modeRead();
  page.set({ mode: status, since });
});

/** @param {import("./calls.js").Visit} visit */
const takeVisit = (visit) => {
  const { inside } = page.state;
  if (visit.exited_at === null) inside.set(visit.id, visit);
  else inside.delete(visit.id);
};

/** @type {Record<string, (data: any) => void>} */
const EVENTS = {
  "mode.changed": ({ mode }) => {
    page.set({ mode, since: "" });
    readMode();
    say(t("Mode: {mode}", { mode: MODES[/** @type {import("./calls.js").Mode} */ (mode)]?.() ?? mode }));
  },
  "visit.opened": (visit) => {
    takeVisit(visit);
    sayInside();
  },
  "visit.changed": takeVisit,
  "visit.closed": (visit) => {
    takeVisit(visit);
    sayInside();
  },
  "ticket.changed": (ticket) => {
    if (ticket.status === "REVIEW_COMPLETE") page.state.queue.delete(ticket.id);
    else page.state.queue.set(ticket.id, ticket);
  },
  "machine.changed": (machine) => {
    page.state.machines.set(machine.machine_id, machine);
    readRows();
  },
  "alert.raised": (/** @type {Alert} */ alert) => {
    if (alert.closed_at) page.state.alerts?.delete(alert.id);
    else page.state.alerts?.set(alert.id, alert);
    readAlerts(); // a list that was asked for before this must not be the last word
  },
};

const sayInside = () => {
  const { size } = page.state.inside;
  say(n("{count} person is inside.", "{count} people are inside.", size));
};
