/** What the session's stream says, taken into the page's state. */

import { toast } from "../../pages/dom.js";
import { takeBack } from "../../pages/paying.js";
import { t } from "../../pages/texts.js";
import { cartGet } from "../cart/calls.js";
import { pump } from "../cart/outbox.js";
import { readReceipt, settle } from "../cart/pay.js";
import { cart, dropLine, takeLine, takeLines } from "../cart/state.js";
import { tell } from "../cart/tell.js";
import { ending, lives } from "./life.js";
import { page } from "./state.js";

const WARNED_S = 10; // how long before its end a session is warned
const NOTHING = { proof: null, declined: false };
let back = takeBack(); // from the provider's page

/** The whole session, in place of all before. @param {any} data */
export function takeSnapshot({ session, cart: shown, payment, trolley }) {
  cart.set({ payment });
  takeLines(shown.items);
  page.set({
    stage: "visit", session, error: null, refused: null,
    isLocked: trolley.is_locked, isOnline: trolley.trolley_online,
    trolleyId: session.trolley_id,
  });
  if (session.state !== "active") lives();
  if (session.receipt_id) readReceipt(session.receipt_id);
  settle(back, payment?.payment_id ?? "");
  back = NOTHING;
  pump();
}

/** @type {Record<string, (data: any, stream: import("../../pages/stream.js").Stream) => void>} */
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
  "payment.changed": (payment) => cart.set({ payment }),
  "check.changed": (check) => {
    const isRecounted = page.state.session?.check.state === "missed";
    change({ check });
    if (check.state !== "passed") return;
    toast(isRecounted ? t("The cart is as the staff have counted it. You can pay now.")
      : t("All is right. You can pay now."));
  },
  "trolley.lock_changed": ({ is_locked: isLocked }) => page.set({ isLocked }),
};

/** @param {string} type @param {any} data @param {import("../../pages/stream.js").Stream} stream which has told it */
export function takeEvent(type, data, stream) {
  EVENTS[type]?.(data, stream); // what is not known here is for other pages
  pump();
}

/** @param {Partial<import("./calls.js").Session>} some */
function change(some) {
  const { session } = page.state;
  if (session) page.set({ session: { ...session, ...some } });
}

/** Staff have counted the whole cart. @param {import("../../pages/stream.js").Stream} stream */
async function readAnew(stream) {
  takeLines((await stream.beside(cartGet)).items);
}

/** @param {{action: string, line: import("../cart/calls.js").Line|null}} data
 * @param {import("../../pages/stream.js").Stream} stream */
function cartChanged({ action, line }, stream) {
  if (action === "clear") return takeLines([]);
  if (!line) return readAnew(stream);
  if (action === "remove") return dropLine(line.id);
  const before = cart.state.lines.get(line.id)?.quantity ?? 0;
  takeLine(line);
  if (action === "add" && line.quantity > before) tell.added(line);
  if (action === "approval" && line.approval !== "waiting") tell.decided(line);
  return undefined;
}
