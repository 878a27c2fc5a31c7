/** A receipt: its lines, what was paid, what goes back. It prints well. */

import { money, units } from "../../pages/money.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, repeat } from "../../pages/view.js";
import { keyOf } from "./stages.js";
import { refundReason, refundState } from "./words.js";

/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {import("./calls.js").Line} Line */

/** @param {Visit} visit whose receipt is there */
export function receiptView({ receipt, refunds }) {
  if (!receipt) return nothing;
  return html`<table class="receipt">
      <caption>${t("Receipt {number}", { number: receipt.number })}</caption>
      ${bodyOf(receipt.lines)}
      <tfoot>${sumRow(t("Total"), receipt.total, true)}
        ${units(receipt.paid) ? sumRow(t("Paid"), receipt.paid) : nothing}
        ${units(receipt.due) ? sumRow(t("To pay"), receipt.due, true) : nothing}</tfoot>
    </table>
    ${refunds.length ? html`<h3>${t("What goes back")}</h3>
      <ul class="refunds">${repeat(refunds, ({ id }) => id, (refund) => html`<li>
        <span class="grow">${refundReason(refund.reason)}<br><span class="soft small">${refundState(refund.state)}${
          refund.done_at ? html`, <time datetime=${refund.done_at}>${dayAndClock(refund.done_at)}</time>` : nothing}
        </span></span><strong class="money">${money(units(refund.amount))}</strong></li>`)}</ul>
      <p class="soft small">${t("Banks take some days to show it.")}</p>` : nothing}`;
}

/** What the racks have noticed, while there is no receipt. @param {Visit} visit */
export function noticedView({ cart }) {
  if (!cart.lines.length) return html`<p>${t("The racks have noticed nothing that you have taken.")}</p>`;
  return html`<table class="receipt">
    <caption>${t("What the racks have noticed so far")}</caption>
    ${bodyOf(cart.lines)}
    <tfoot>${sumRow(t("So far"), cart.total, true)}</tfoot>
  </table>`;
}

/** @param {Line[]} lines */
const bodyOf = (lines) => html`<thead class="visually-hidden"><tr><th scope="col">${t("Thing")}</th>
    <th scope="col">${t("Price")}</th></tr></thead>
  <tbody>${repeat(lines, keyOf, ({ name, quantity, unit_price: price, total }) => html`<tr>
    <td><bdi>${name}</bdi><br><span class="soft small">${t("{count} × {price}",
      { count: quantity, price: money(units(price)) })}</span></td>
    <td class="money">${money(units(total))}</td></tr>`)}</tbody>`;

/** @param {string} words @param {string} amount @param {boolean} [isStrong] */
const sumRow = (words, amount, isStrong = false) => html`<tr><th scope="row">${words}</th>
  <td class="money">${isStrong ? html`<strong>${money(units(amount))}</strong>` : money(units(amount))}</td></tr>`;
