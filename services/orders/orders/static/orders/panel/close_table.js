// Closing a table: asks when something is still open there. The guests see it at once; a moment later it can be undone.
import { insist, newKey } from "../../pages/api.js";
import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { money } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { asksUnpaid } from "./book.js";
import { whyRefused } from "./refusals.js";
import { changed, panel, takeEvent, takeSession } from "./state.js";
import { toDo, unpaid } from "./sums.js";

const closing = new Set(); // codes

/** Whether a session is being closed from here. */
export const isClosing = (session) => closing.has(session.code);

/** Close a table with one tap; what is still open there is asked about. Answers whether it was closed. */
export async function turnOver(session) {
  if (isClosing(session)) return false;
  closing.add(session.code);
  changed();
  try {
    return await closeTable(session);
  } finally {
    closing.delete(session.code);
    changed();
  }
}

/** Close, after a question where something is open; what comes in while it is asked is asked about as well. */
export async function closeTable(session) {
  const current = () => panel.sessions.get(session.code) ?? session;
  const [open, owed] = [leftovers(current()), owedText(current())];
  if ((owed || open.length) && !(await agrees(session, open, owed))) return false;
  if ([...leftovers(current()), owedText(current())].join() !== [...open, owed].join()) return closeTable(current());
  return close(current());
}

/** What is not paid yet, in words; "" for nothing. */
const owedText = (session) => (asksUnpaid(session) && unpaid(session) > 0
  ? t("{amount} are not paid. Close all the same?", { amount: money(unpaid(session)) }) : "");

/** Whether the person closes the table with what is still open there. */
function agrees(session, open, owed) {
  return confirm({
    title: t("Close {table}?", { table: session.name }),
    text: [owed, open.length ? t("Still open: {list}.", { list: open.join(", ") }) : "",
      t("Guests see at once that the table is closed, and cannot order any more.")].filter(Boolean).join(" "),
    yes: t("Close the table"),
    no: t("Keep it open"),
    danger: true,
  });
}

async function close(session) {
  panel.closedHere.add(session.code);
  try {
    const { orders, ...head } = await signedPost(`/orders/sessions/close/${session.code}/`, {});
    takeEvent("session.closed", head);
    toast(t("{table} is closed.", { table: session.name }),
      { action: { label: t("Undo"), run: () => reopen(session) } });
    return true;
  } catch (error) {
    panel.closedHere.delete(session.code);
    toast(t("{table} was not closed. {reason}", { table: session.name, reason: whyRefused(error) }),
      { kind: "bad", action: { label: t("Try again"), run: () => close(session) } });
    return false;
  }
}

/** Open a session again that was closed a moment ago. */
export async function reopen(session) {
  try {
    const path = `/orders/sessions/reopen/${session.code}/`;
    takeSession(await insist(path, {}, { key: newKey(), send: signedPost }));
    panel.closedHere.delete(session.code);
    toast(t("{table} is open again.", { table: session.name }));
  } catch (error) {
    const reason = whyRefused(error);
    toast(t("{table} was not opened again. {reason}", { table: session.name, reason }), { kind: "bad" });
  }
}

/** What nobody has taken care of yet, in words. */
function leftovers(session) {
  const kinds = new Set([...session.calls.values()].map((call) => call.kind));
  const [unserved, unsent] = [toDo(session), session.cart.size];
  return [
    unserved && n("{count} order not served", "{count} orders not served", unserved),
    unsent && n("{count} line in the cart not sent", "{count} lines in the cart not sent", unsent),
    kinds.has("bill") && t("the bill was asked for"),
    kinds.has("waiter") && t("a waiter was called"),
  ].filter(Boolean);
}
