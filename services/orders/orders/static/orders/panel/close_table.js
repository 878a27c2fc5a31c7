// Closing a table: says what is still open there. The guests see it at once.
import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { n, t } from "../../pages/texts.js";
import { whyRefused } from "./refusals.js";
import { panel, takeEvent } from "./state.js";
import { toDo } from "./sums.js";

/** Ask, close, and answer whether it was closed. What comes in while it is asked is asked about as well. */
export async function closeTable(session) {
  const current = () => panel.sessions.get(session.code) ?? session;
  const open = leftovers(current());
  if (!(await agrees(session, open))) return false;
  if (leftovers(current()).join() !== open.join()) return closeTable(current());
  return close(session);
}

/** Whether the person closes the table with what is still open there. */
function agrees(session, open) {
  return confirm({
    title: t("Close {table}?", { table: session.name }),
    text: [open.length && t("Still open: {list}.", { list: open.join(", ") }),
      t("Guests see at once that the table is closed, and cannot order any more. This cannot be taken back.")]
      .filter(Boolean).join(" "),
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
    toast(t("{table} is closed.", { table: session.name }));
    return true;
  } catch (error) {
    panel.closedHere.delete(session.code);
    toast(t("{table} was not closed. {reason}", { table: session.name, reason: whyRefused(error) }),
      { kind: "bad", action: { label: t("Try again"), run: () => close(session) } });
    return false;
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
