// What the table's bill comes to, and what of it is left to be paid, as far as the table's orders tell.
import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { receiptsView } from "./receipts.js";
import { table } from "./state.js";
import { go } from "./views.js";

/** What is not to be paid of an order, in the smallest unit. */
export const takenOff = ({ discount, voided }) => units(discount) + units(voided);

/** What is to be paid for these orders or lines. */
export const netOf = (items) => items.filter(({ leaving }) => !leaving).reduce((sum, item) =>
  sum + units(item.price) * item.quantity - takenOff(item), 0);

export const standing = () => [...table.orders.values()].filter((order) => order.state !== "cancelled");

const paid = () => units(table.session?.paid);
const pending = () => units(table.session?.pending);

/** What nobody pays yet; 0 where too much was paid. */
export const leftToPay = () => Math.max(0, netOf(standing()) - paid() - pending());

/** Whether something can be paid on this phone now. */
export const canPay = () => leftToPay() > 0 && Boolean(table.book?.takes_online);

/** What was paid, what is left, and the way to pay it here. */
export function leftView() {
  const all = netOf(standing());
  const isPaid = all > 0 && paid() >= all;
  return html`${paid() || pending() ? sumsView() : nothing}
    ${isPaid ? html`<p class="banner" data-state="good">${symbol("check")}<span>${
      t("All is paid. Thank you!")}</span></p>` : nothing}
    ${canPay() ? payButton("primary") : nothing}
    ${receiptsView()}`;
}

const sumsView = () => html`<dl class="shares paid-sums">
  ${paid() ? sumView(t("Paid"), paid()) : nothing}
  ${pending() ? sumView(t("Being paid"), pending()) : nothing}
  ${leftToPay() ? sumView(t("Left to pay"), leftToPay(), "is-own") : nothing}</dl>`;

const sumView = (word, amount, look = "") =>
  html`<div class="share ${look}"><dt>${word}</dt><dd class="money">${money(amount)}</dd></div>`;

/** Leads to the sheet in which one pays. */
export const payButton = (look) => html`<button type="button" class="button wide pay-button ${look}"
  aria-haspopup="dialog" @click=${() => go("pay-0")}>${symbol("bill")}${t("Pay on this phone")}</button>`;
