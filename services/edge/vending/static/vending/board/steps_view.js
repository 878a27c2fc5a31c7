/** Every step of a transaction, with its flag and its refunds. */

import { money } from "../../pages/money.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { flagText, reasonText, stepWords } from "./event_words.js";

/** @type {Record<string, () => string>} */
const REFUNDS = {
  due: () => t("on its way"), sent: () => t("taken by the provider"), done: () => t("paid back"),
  failed: () => t("refused by the provider, tried again each hour"),
};

/** With seconds, which are the same in all zones of time. @param {string} at ISO 8601 */
const exact = (at) => html`<bdi>${dayAndClock(at)}:${at.slice(17, 19)}</bdi>`;

/** @param {import("./calls.js").Ledger} sale */
export const stepsView = ({ is_test: isTest, flag, steps, refunds }) => html`
  ${isTest ? html`<p><span class="badge">${t("Test, no money")}</span></p>` : nothing}
  ${flag ? html`<p class="note" role="note">${symbol("warn")} ${flagText(flag)}</p>` : nothing}
  <ol class="news moments">${steps.map((step) => html`<li><time datetime=${step.at}>${exact(step.at)}</time>
    <span>${stepWords(step)}</span></li>`)}</ol>
  ${refunds.length ? html`<div><h4>${t("Refunds")}</h4><ul>${refunds.map((refund) => html`<li>${
    t("{amount}, {state}: {why}", { amount: money(refund.amount), state: REFUNDS[refund.state]?.() ?? refund.state,
      why: reasonText(refund.reason) })}</li>`)}</ul></div>` : nothing}`;
