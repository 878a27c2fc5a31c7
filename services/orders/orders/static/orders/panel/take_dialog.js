// Taking money for a bill: the sheet that asks what and how, and then shows the change.
import { Refused } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { render as draw } from "../../pages/view.js";
import { isConnected } from "./bill_reading.js";
import { sendMoney, unanswered } from "./money_sending.js";
import { whyRefused } from "./refusals.js";
import { bodyOf, freshTaking, keptTaking, sumsOf, whyNot } from "./taking.js";
import { takeView, takenView } from "./take_view.js";

/** What is sent to take money: {path, body, what}. */
export function takingOf(account, taking) {
  const { total } = sumsOf(account.state.bill, taking);
  const words = { amount: money(total), table: account.name() };
  return {
    path: `/orders/bills/take/${account.code}/`,
    body: bodyOf(account.state.bill, taking),
    what: taking.kind === "cash" ? t("{amount} in cash, {table}", words) : t("{amount} by card, {table}", words),
  };
}

/** Ask what is paid, and take it; `lines` are chosen at first. */
export function takeMoney(account, lines = null) {
  const asked = { taking: freshTaking(account.state.bill, lines), problem: "", payment: null, isRead: false };
  const body = h("div");
  let seen = account.state.bill;
  const render = () => {
    if (account.state.bill !== seen) asked.taking = keptTaking((seen = account.state.bill), asked.taking);
    const stand = { ...asked, bill: account.state.bill, sending: unanswered(account.code), isLive: isConnected() };
    draw(asked.payment ? takenView(stand, acts) : takeView(stand, acts), body);
  };
  const acts = {
    set: (some) => (Object.assign(asked, { taking: { ...asked.taking, ...some }, problem: "" }), render()),
    submit: (event) => (event.preventDefault(), submit(account, asked, render)),
    more: () => (Object.assign(asked, { taking: freshTaking(account.state.bill), payment: null }), render()),
    close: () => dialog.close(),
  };
  const stop = account.watch(render);
  const dialog = open({ title: t("Take money: {table}", { table: account.name() }), body, onClose: stop });
  render();
}

async function submit(account, asked, render) {
  if (unanswered(account.code) || !isConnected()) return;
  asked.problem = whyNot(account.state.bill, asked.taking);
  render();
  if (asked.problem) return;
  try {
    Object.assign(asked, { payment: await sendMoney(account.code, takingOf(account, asked.taking)), isRead: false });
    render();
    await account.read();
    asked.isRead = true;
  } catch (error) {
    asked.problem = whyRefused(error);
    if (error instanceof Refused) await account.read();
  }
  render();
}
