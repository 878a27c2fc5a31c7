/** The receipt: charged, and what now. It prints well. */

import { plainButton } from "../../pages/buttons.js";
import { languageView } from "../../pages/language.js";
import { money } from "../../pages/money.js";
import { explain } from "../../pages/refusals.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, symbol, trouble, waiting } from "../../pages/view.js";
import { Refused } from "../../pages/api.js";
import { feedbackView } from "../machine/feedback.js";
import { look } from "./looking.js";
import { stateWords, stepWords } from "./words.js";

/** @typedef {import("./calls.js").Receipt} Receipt */
/** @typedef {import("./state.js").State} State */

/** @param {State} state */
export const wholeView = (state) => html`<header class="top"><h1 class="grow">${t("Receipt")}</h1>${
  languageView()}</header>
  ${state.isCut ? html`<p class="banner cut" data-state="warn" role="status">${symbol("offline")}<span>${
    t("No connection. This page goes on by itself as soon as it is back.")}</span></p>` : nothing}
  <div class="page stack">${partView(state)}</div>`;

/** @param {State} state */
function partView({ error, receipt, picture }) {
  if (error) {
    const isUnknown = error instanceof Refused && error.status === 404;
    return trouble(isUnknown ? t("There is no such receipt. Look at the address again.") : explain(error),
      plainButton(t("Try again"), look));
  }
  return receipt ? receiptView(receipt, picture) : waiting(t("One moment…"));
}

/** @param {Receipt} receipt @param {string} picture */
function receiptView(receipt, picture) {
  const { look: state, sign, title, next } = stateWords(receipt);
  const { machine, payment_id: payment, order_id: order } = receipt;
  const reference = payment ?? order ?? receipt.transaction_id;
  return html`<article class="card stack receipt">
    <div class="end stack" data-state=${state}>
      <span class="sign" aria-hidden="true">${symbol(sign)}</span>
      <h2 tabindex="-1">${title}</h2>
      <p>${next}</p>
    </div>
    <dl class="facts">
      ${factView(t("Machine"), html`<bdi>${machine.name || machine.machine_id}</bdi>`)}
      ${machine.location ? factView(t("Place"), html`<bdi>${machine.location}</bdi>`) : nothing}
      ${factView(t("Goods"), goods(receipt))}
      ${factView(receipt.paid_at ? t("Charged") : t("Amount"), money(receipt.amount))}
      ${receipt.refunded ? factView(t("Sent back"), money(receipt.refunded)) : nothing}
      ${factView(t("Reference"), html`<bdi class="code">${reference}</bdi>`)}
    </dl>
    ${stepsView(receipt)}
    <div class="receipt-link">
      ${picture ? html`<img class="qr" src=${picture} width="128" height="128"
        alt=${t("The address of this page as a QR code")}>` : nothing}
      <p class="soft small">${t("Keep the address of this page. It can be opened on any phone.")}</p></div>
    <div class="row no-print">${plainButton(html`${symbol("print")}${t("Print")}`, () => print())}
      <a class="button quiet" href="/vend/${encodeURIComponent(machine.machine_id)}/">${t("To the machine")}</a></div>
  </article>
  ${receipt.paid_at ? html`<div class="no-print">${feedbackView({
    machineId: machine.machine_id, transactionId: receipt.transaction_id,
    reference: receipt.state === "delivered" ? undefined : reference })}</div>` : nothing}`;
}

/** @param {Receipt} receipt */
function goods({ quantity, dispensed, unit_price_paise: price }) {
  const ordered = n("{count} unit at {price}", "{count} units at {price}", quantity, { price: money(price) });
  return dispensed === null || dispensed === quantity ? ordered
    : `${ordered}, ${t("{count} came out", { count: dispensed })}`;
}

/** @param {string} name @param {import("../../pages/view.js").Part} value */
const factView = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

/** What has happened, and when. @param {Receipt} receipt */
function stepsView({ steps, refunds }) {
  const named = steps.flatMap(({ step, at }) => (stepWords(step) ? [{ words: stepWords(step), at }] : []));
  return html`<section><h3>${t("What has happened")}</h3>
    <ol class="steps">${named.map(({ words, at }) => html`<li><time datetime=${at}>${dayAndClock(at)}</time>
      <span>${words}</span></li>`)}</ol>
    ${refunds.map(({ amount, provider_refund_id: id }) => (id ? html`<p class="soft small">${
      t("Refund {amount}", { amount: money(amount) })} · <bdi class="code">${id}</bdi></p>` : nothing))}</section>`;
}
