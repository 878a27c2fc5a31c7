// The payments of a bill: who, how, when, what of it went back, and their receipts.
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, repeat } from "../../pages/view.js";
import { keptOf, kindName, payerOf, standOfPayment, standOfRefund } from "./bill_lines.js";
import { sign } from "./icons.js";

export function paymentsView({ payments }, acts, mayChange) {
  if (!payments.length) return nothing;
  return html`<section><h3>${t("Payments")}</h3><ul class="bill-rows">${
    repeat(payments, ({ payment_id: id }) => id, (one) => paymentView(one, acts, mayChange))}</ul></section>`;
}

/** The page of a receipt, for printing. */
export const receiptPage = (id) => `/orders/receipt/${id}/`;

export const receiptLink = ({ receipt_id: id, number, kind }) => html`<a class="button" target="_blank" rel="noopener"
  href=${receiptPage(id)}>${sign("print")}${kind === "refund" ? t("Receipt {number} (given back)", { number })
    : t("Receipt {number}", { number })}</a>`;

function paymentView(payment, acts, mayChange) {
  const { kind, amount, tip, created_at: begun, paid_at: at, status, refunds, receipts } = payment;
  const [look, words] = standOfPayment(payment);
  const facts = [clock(at ?? begun), payerOf(payment),
    units(tip) > 0 && t("and {amount} tip", { amount: money(units(tip)) })].filter(Boolean);
  const kept = keptOf(payment);
  return html`<li><p class="bill-what"><span>${kindName(kind)} <span class="badge" data-state=${look}>${words}</span>
    <span class="soft small">${facts.map((fact, index) => html`${index ? " · " : ""}<bdi>${fact}</bdi>`)}</span></span>
    <span class="money">${money(units(amount))}</span></p>
    ${refunds.map(refundView)}
    <div class="row">${receipts.map(receiptLink)}
      ${mayChange && status === "paid" && kept.amount + kept.tip > 0 ? html`<button type="button" class="button"
        aria-label=${t("Give back: {kind}, {amount}", { kind: kindName(kind), amount: money(units(amount)) })}
        @click=${() => acts.refund(payment)}>${sign("undo")}${t("Give back…")}</button>` : nothing}
      ${mayChange && status === "created" && kind === "online" ? html`<button type="button" class="button"
        @click=${() => acts.giveUp(payment)}>${t("Do not wait for it")}</button>` : nothing}</div></li>`;
}

function refundView(refund) {
  const [look, words] = standOfRefund(refund);
  const amount = money(-(units(refund.amount) + units(refund.tip)));
  return html`<p class="bill-what"><span><span class="badge" data-state=${look}>${words}</span>
    <span class="soft small">${clock(refund.done_at ?? refund.created_at)}${
    refund.note ? html` · <bdi>${refund.note}</bdi>` : nothing}</span></span> <span class="money">${amount}</span></p>`;
}
