/** Paying: where it is paid, until when, and how to give it up; what keeps the cart from it. */

import { plainButton } from "../../pages/fields.js";
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, waiting } from "../../pages/view.js";
import { giveUp, payPage } from "./pay.js";
import { cart } from "./state.js";
import { issueWords } from "./words.js";

/** The payment that is open. */
export function payView() {
  const { payment } = cart.state;
  if (!payment) return nothing;
  if (payment.status === "paid") return html`<section class="card stack">${waiting(t("Paid. Your receipt comes…"))}</section>`;
  return html`<section class="card stack">
    <h2 tabindex="-1">${t("Pay {amount}", { amount: money(units(payment.amount)) })}</h2>
    ${payment.provider === "cash" ? cashView() : onlineView(payment)}
    <p class="soft">${t("Your goods are kept for you until {time}.", { time: clock(payment.expires_at) })}</p>
    ${plainButton(t("Back to the cart"), giveUp, "quiet")}
  </section>`;
}

/** @param {import("./calls.js").Payment} payment */
function onlineView({ checkout }) {
  if (!checkout?.url) return nothing;
  return html`<p>${t("You pay on the provider's page and come back here by yourself. If you have paid already, just wait a moment.")}</p>
    <a class="button primary wide large" href=${payPage(checkout.url)}>${symbol("forward")}${t("Go to the payment")}</a>`;
}

const cashView = () => html`<p>${t("Please go to the staff, and pay in cash. This page goes on by itself.")}</p>
  ${waiting(t("Waiting for the staff…"))}`;

/** What has to be put right first, in one list. */
export function issuesView() {
  const { issues } = cart.state;
  if (!issues.length) return nothing;
  return html`<section class="notice stack" role="alert">
    <h2>${t("Please look at this before you pay")}</h2>
    <ul>${repeat(issues, ({ product_id: id }) => id, ({ product_name: name, codes, issues: texts }) => html`<li>
      <strong dir="auto">${name}</strong>: ${codes.map((code, at) => issueWords(code, texts[at])).join(" ")}</li>`)}</ul>
  </section>`;
}
