/** What the session's stream says, taken into the page's state. */

import { byId } from "../../pages/store.js";
import { cartGet } from "./calls.js";
import { ending, lives } from "./life.js";
import { pump } from "./outbox.js";
import { readReceipt, settle, takeBack } from "./pay.js";
import { dropLine, page, takeLine } from "./state.js";
import { tell } from "./tell.js";

const WARNED_S = 10; // how long before its end a session is warned
const NOTHING = { proof: null, declined: false };
let back = takeBack(); // from the provider's page

/** The whole session, in place of all before. @param {any} data */
export function takeSnapshot({ session, cart, warnings, payment, trolley }) {
  page.set({
    stage: "visit", session, warnings, payment, error: null, refused: null,
    lines: byId(cart.items),
    isLocked: trolley.is_locked, isOnline: trolley.trolley_online,
    trolleyId: session.trolley_id,
  });
  if (session.state !== "active") lives();
  if (session.receipt_id) readReceipt(session.receipt_id);
  if (payment) settle(back, payment.payment_id);
  back = NOTHING;
  pump();
}

/** @type {Record<string, (data: any) => void>} */
const EVENTS = {
  "cart.changed": cartChanged,
  "session.expiring": () => ending(WARNED_S),
  "session.expired": ({ restorable_until: restorableUntil }) => {
    lives();
    page.set({ restorableUntil });
    change({ state: "expired", ended_by: "expiry" });
  },
  "session.restored": (session) => page.set({ session, restorableUntil: null }),
  "session.moved": (session) => {
    page.set({ session, trolleyId: session.trolley_id });
    history.replaceState(null, "", `/trolley/${encodeURIComponent(session.trolley_id)}`);
  },
  "session.ended": ({ reason, receipt_id: receiptId }) => {
    lives();
    change({ state: "ended", ended_by: reason, receipt_id: receiptId });
    if (receiptId) readReceipt(receiptId);
  },
  "payment.changed": (payment) => page.set({ payment }),
  "check.changed": (check) => change({ check }),
  "trolley.lock_changed": ({ is_locked: isLocked }) => page.set({ isLocked }),
};

/** @param {string} type @param {any} data */
export function takeEvent(type, data) {
  EVENTS[type]?.(data); // what is not known here is for other pages
  pump();
}

/** @param {Partial<import("./calls.js").Session>} some */
function change(some) {
  const { session } = page.state;
  if (session) page.set({ session: { ...session, ...some } });
}

/** Staff have counted the whole cart. */
async function readAnew() {
  const { session } = page.state;
  if (!session) return;
  const { items } = await cartGet(session.session_id);
  page.set({ lines: byId(items) });
}

/** @param {{action: string, line: import("./calls.js").Line|null}} data */
function cartChanged({ action, line }) {
  if (action === "clear") return page.set({ lines: new Map() });
  if (!line) return readAnew();
  if (action === "remove") return dropLine(line.id);
  const before = page.state.lines.get(line.id)?.quantity ?? 0;
  takeLine(line);
  if (action === "add" && line.quantity > before) tell.added(line);
  return undefined;
}
