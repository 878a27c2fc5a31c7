// How the bill of a table looks: what is left to pay, what each guest has, what was taken off and paid.
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, repeat, waiting } from "../../pages/view.js";
import { leftOf } from "../bill/sums.js";
import { guestsOf } from "./bill_lines.js";
import { paymentsView } from "./bill_payments.js";
import { sign } from "./icons.js";
import { mayServe } from "./roles.js";

/** `stand`: {bill, problem, sending, isLive, busy}; `acts`: what can be done with it. */
export function billView({ bill, problem, sending, isLive }, acts) {
  const mayChange = mayServe() && isLive && !sending;
  return html`${sendingView(sending)}
    ${isLive || !mayServe() ? nothing : html`<p class="banner" data-state="warn">${sign("offline")} <span>${
      t("No connection: money cannot be taken here just now, and what you see may be old.")}</span></p>`}
    ${problem ? html`<div class="banner" data-state="bad" role="alert"><p class="grow">${problem}</p>
      <button type="button" class="button" @click=${acts.read}>${sign("refresh")}${t("Try again")}</button></div>`
    : nothing}
    ${bill ? wholeView(bill, acts, mayChange) : problem ? nothing : waiting(t("One moment…"))}`;
}

/** A write that has no answer yet: it is asked for again, with the same key. */
export const sendingView = (sending) => (sending ? html`<p class="banner" data-state="warn" role="status">
  <span class="spinner" aria-hidden="true"></span><span>${sending.trouble
    ? t("{what}: no answer yet. {trouble} It is asked for again, and happens once.", sending)
    : t("{what}: on its way…", sending)}</span></p>` : nothing);

function wholeView(bill, acts, mayChange) {
  const guests = guestsOf(bill);
  return html`${headView(bill)}
    ${mayChange ? actionsView(bill, acts) : nothing}
    ${guests.length ? nothing : html`<p class="soft">${t("Nothing ordered yet.")}</p>`}
    ${guests.map((guest) => guestView(guest, acts, mayChange))}
    ${takenOffView(bill, acts, mayChange)}
    ${paymentsView(bill, acts, mayChange)}
    ${ratesView(bill)}`;
}

const row = (words, amount) => html`<div><dt>${words}</dt><dd class="money">${money(amount)}</dd></div>`;

function headView(bill) {
  const { due, paid, pending, left } = bill;
  const [isAll, over] = [units(due) > 0 && units(left) <= 0 && units(pending) === 0, -units(left)];
  return html`<section class="bill-head" aria-label=${t("What is left to pay")}>
    <p class="bill-left" data-state=${isAll ? "good" : ""} role="status">${isAll
      ? html`<span>${sign("check")} ${t("All is paid")}</span>`
      : html`<span>${t("Left to pay")}</span> <strong class="money">${money(leftOf(bill))}</strong>`}</p>
    ${over > 0 ? html`<p class="problem">${t("{amount} were paid too much.", { amount: money(over) })}</p>` : nothing}
    <dl class="bill-sums">${row(t("Total"), units(due))}${row(t("Paid"), units(paid))}
      ${units(pending) ? row(t("Is being paid just now"), units(pending)) : nothing}</dl></section>`;
}

const act = (drawing, words, look, run) =>
  html`<button type="button" class="button ${look}" @click=${run}>${sign(drawing)}${words}</button>`;

function actionsView(bill, acts) {
  const left = leftOf(bill), amount = money(left);
  return html`<div class="bill-actions">
    ${left ? html`
      ${act("check", t("Cash, exact: {amount}", { amount }), "primary", () => acts.takeAll("cash"))}
      ${act("check", t("Card: {amount}", { amount }), "primary", () => acts.takeAll("card"))}
      ${act("bill", t("Take money…"), "", () => acts.take())}` : nothing}
    ${units(bill.due) > 0 ? act("minus", t("Discount…"), "", acts.discount) : nothing}</div>`;
}

function guestView({ name, lines, amount, left }, acts, mayChange) {
  return html`<section class="bill-guest" aria-label=${name}><div class="bill-guest-head"><h3><bdi>${name}</bdi></h3>
    <span class="money">${money(amount)}</span></div>
    <ul>${repeat(lines, ({ order_id: id }) => id, (line) => lineView(line, acts, mayChange))}</ul>
    ${mayChange && left > 0 ? html`<button type="button" class="button"
      aria-label=${t("Take {amount} from {guest}", { amount: money(left), guest: name })}
      @click=${() => acts.take(lines)}>${sign("bill")}${t("Take {amount}", { amount: money(left) })}</button>`
    : nothing}</section>`;
}

function lineView(line, acts, mayChange) {
  const { name, options, quantity, discount, voided, amount, left, gross } = line;
  const what = html`${quantity}× <bdi>${name}</bdi>`;
  const isOff = units(amount) === 0 && units(gross) > 0;
  const facts = [
    units(discount) > 0 && t("discount {amount}", { amount: money(units(discount)) }),
    units(voided) > 0 && t("taken off {amount}", { amount: money(units(voided)) }),
    units(amount) > 0 && units(left) === 0 && t("paid"),
    units(left) > 0 && units(left) < units(amount) && t("{amount} left", { amount: money(units(left)) }),
  ].filter(Boolean);
  return html`<li class="bill-line"><p class="bill-what"><span>${isOff ? html`<s>${what}</s>` : what}${
    options.length ? html` <bdi class="soft small">${options.join(", ")}</bdi>` : nothing}${
    facts.length ? html` <span class="bill-facts small">${facts.map((fact) => html`<span>${fact}</span> `)}</span>`
    : nothing}</span>
    <span class="money">${money(units(amount))}</span></p>
    ${mayChange && units(amount) > 0 ? html`<button type="button" class="button quiet"
      aria-label=${t("Take off the bill: {name}", { name })} @click=${() => acts.cancel(line)}>${
      t("Take off…")}</button>` : nothing}</li>`;
}

function takenOffView({ adjustments }, acts, mayChange) {
  if (!adjustments.length) return nothing;
  return html`<section><h3>${t("Taken off")}</h3><ul class="bill-rows">${
    repeat(adjustments, ({ id }) => id, (one) => adjustmentView(one, acts, mayChange))}</ul></section>`;
}

const KINDS = { discount: () => t("Discount"), void: () => t("Not to be paid") };

function adjustmentView(adjustment, acts, mayChange) {
  const { kind, amount, percent, reason, reverts, is_reverted: isBack, created_at: at } = adjustment;
  const words = reverts ? t("Put back") : KINDS[kind]();
  const what = percent ? `${words} ${Number(percent)} %` : words;
  return html`<li><p class="bill-what"><span>${isBack ? html`<s>${what}</s>` : what} <span class="soft small">${
    clock(at)} · <bdi>${reason}</bdi></span></span> <span class="money">${money(-units(amount))}</span></p>
    ${mayChange && !reverts && !isBack ? html`<button type="button" class="button quiet"
      aria-label=${t("Put back: {what}, {reason}", { what, reason })} @click=${() => acts.revert(adjustment)}>${
      sign("undo")}${t("Put back…")}</button>` : nothing}</li>`;
}

function ratesView({ rates }) {
  if (!rates.length) return nothing;
  return html`<table class="bill-rates small"><caption>${t("Tax in it")}</caption><thead><tr>
    <th scope="col">${t("Rate")}</th><th scope="col">${t("Net")}</th><th scope="col">${t("Tax")}</th>
    <th scope="col">${t("Gross")}</th></tr></thead><tbody>${rates.map(({ vat_rate: rate, net, vat, gross }) => html`<tr>
    <th scope="row">${Number(rate)} %</th><td class="money">${money(units(net))}</td>
    <td class="money">${money(units(vat))}</td><td class="money">${money(units(gross))}</td></tr>`)}</tbody></table>`;
}
