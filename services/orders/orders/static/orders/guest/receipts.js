// What was paid on this phone, with the way to its receipts.
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { keep, kept } from "./kept.js";

/** A payment of this phone that was paid, as the server answers it. */
export function keepReceipt({ payment_id: id, total, paid_at: at, receipts }) {
  const sale = receipts.find(({ kind }) => kind === "sale")?.receipt_id ?? "";
  keep((own) => (own.paid = [...own.paid.filter((one) => one.id !== id), { id, total, at, sale }]));
}

export function receiptsView() {
  const { paid } = kept();
  if (!paid.length) return nothing;
  return html`<ul class="receipts" aria-label=${t("Paid on this phone")}>${repeat(paid, ({ id }) => id, rowView)}</ul>`;
}

const rowView = ({ total, at, sale }) => html`<li class="receipt-row">
  <span>${symbol("check")}${t("You paid {amount} at {time}.", { amount: money(units(total)), time: clock(at) })}</span>
  ${sale ? html`<a class="button quiet" href="/orders/receipt/${sale}/" target="_blank" rel="noopener">${
    symbol("bill")}${t("Receipt")}</a>` : nothing}</li>`;
