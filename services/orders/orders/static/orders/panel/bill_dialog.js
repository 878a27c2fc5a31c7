// The bill of a table in a dialog, live: what is left to pay, taking it, and changing it.
import { confirm, open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { render as draw } from "../../pages/view.js";
import { discount, refund, revert, voidLine } from "./bill_changes.js";
import { followBill, isConnected } from "./bill_reading.js";
import { billView } from "./bill_view.js";
import { receiptPage } from "./bill_payments.js";
import { sendMoney, unanswered } from "./money_sending.js";
import { whyRefused } from "./refusals.js";
import { takeMoney, takingOf } from "./take_dialog.js";
import { freshTaking } from "./taking.js";

/** Show the bill of a session: {code, name}. */
export function showBill(session) {
  const account = followBill(session);
  const body = h("div", { class: "bill" });
  const acts = actsOf(account);
  const render = () => {
    const stand = { ...account.state, sending: unanswered(account.code), isLive: isConnected() };
    draw(billView(stand, acts), body);
  };
  const stop = account.watch(render);
  const dialog = open({ title: t("Bill of {table}", { table: account.name() }), body,
    onClose: () => (stop(), account.stop()) });
  dialog.element.classList.add("large");
  render();
}

const actsOf = (account) => ({
  read: account.read,
  take: (lines) => takeMoney(account, lines),
  takeAll: (kind) => takeAll(account, kind),
  discount: () => discount(account),
  cancel: (line) => voidLine(account, line),
  revert: (adjustment) => revert(account, adjustment),
  refund: (payment) => refund(account, payment),
  giveUp: (payment) => giveUp(account, payment),
});

/** All that is left, by one tap; cash was handed over exactly. */
async function takeAll(account, kind) {
  if (unanswered(account.code)) return;
  try {
    const taking = { ...freshTaking(account.state.bill), kind };
    const { total, receipts } = await sendMoney(account.code, takingOf(account, taking));
    const words = { amount: money(units(total)) };
    const run = () => window.open(receiptPage(receipts[0].receipt_id), "_blank", "noopener");
    toast(kind === "cash" ? t("{amount} taken in cash.", words) : t("{amount} taken by card.", words),
      { action: { label: t("Receipt"), run } });
  } catch (error) {
    toast(t("Nothing was taken. {reason}", { reason: whyRefused(error) }), { kind: "bad" });
  }
  await account.read();
}

/** Free what a phone is about to pay. */
async function giveUp(account, { payment_id: id, amount }) {
  const agreed = await confirm({
    title: t("Not wait for this payment?"),
    text: t("{amount} can be paid in another way then. If the money comes all the same, it goes back by itself.",
      { amount: money(units(amount)) }),
    yes: t("Do not wait"), no: t("Wait for it"),
  });
  if (!agreed || unanswered(account.code)) return;
  try {
    const path = `/orders/payments/cancel/${id}/`;
    await sendMoney(account.code, { path, body: {}, what: t("A payment is given up") });
  } catch (error) {
    toast(whyRefused(error), { kind: "bad" });
  }
  await account.read();
}
