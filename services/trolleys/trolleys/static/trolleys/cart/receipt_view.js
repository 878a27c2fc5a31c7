/** The receipt, with the code that staff scan at the exit. It prints well. */

import { plainButton } from "../../pages/buttons.js";
import { money, units } from "../../pages/money.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, repeat, waiting } from "../../pages/view.js";
import { cart } from "./state.js";

/** @typedef {import("./calls.js").Receipt} Receipt */

/**
 * The receipt of the cart.
 * @param {string} placeName
 * @param {import("../../pages/view.js").Part} next what can be done then
 */
export function receiptView(placeName, next) {
  const { receipt } = cart.state;
  if (!receipt) return waiting(t("Your receipt comes…"));
  return html`<article class="card stack receipt">
    <h2 tabindex="-1">${t("Thank you. It is paid.")}</h2>
    ${exitView(receipt)}
    <p><strong dir="auto">${placeName}</strong><br>${t("Receipt {number}", { number: receipt.number })} ·
      <time datetime=${receipt.paid_at}>${dayAndClock(receipt.paid_at)}</time></p>
    <table>
      <caption class="visually-hidden">${t("What you have bought")}</caption>
      <thead class="visually-hidden"><tr><th>${t("Thing")}</th><th>${t("Price")}</th></tr></thead>
      <tbody>${repeat(receipt.lines, ({ product_id: id }) => id, (line) => html`<tr>
        <td><bdi>${line.name}</bdi><br><span class="soft small">${line.quantity} × ${
          money(units(line.unit_price))}</span></td>
        <td class="money">${money(units(line.total_price))}</td></tr>`)}</tbody>
      <tfoot><tr><th scope="row">${t("Total")}</th>
        <td class="money"><strong>${money(units(receipt.total))}</strong></td></tr></tfoot>
    </table>
    ${receipt.refunds.map(({ amount }) => html`<p>${t("Given back: {amount}", { amount: money(units(amount)) })}</p>`)}
    ${receipt.provider_payment_id ? html`<p class="soft small">${t("Payment")} <bdi>${
      receipt.provider_payment_id}</bdi></p>` : nothing}
    <div class="row no-print">${plainButton(t("Print"), () => print())}${next}</div>
  </article>`;
}

/** @param {Receipt} receipt */
function exitView({ exit_code: code, verified_at: checked }) {
  if (checked) return html`<p class="banner" data-state="good">${t("Checked at the exit. Goodbye!")}</p>`;
  const { exitPicture: source } = cart.state;
  return html`<p>${t("Show this code at the exit.")}</p>
    <div class="qr">${source === null ? html`<span class="spinner"></span>`
      : source ? html`<img src=${source} alt=${t("The code of your receipt")}>`
        : html`<p dir="ltr"><code>${code}</code></p>`}</div>`;
}
