// A receipt as it was given out. All amounts are the server's own texts: nothing is reckoned here.
import { languageView } from "../../pages/language.js";
import { language, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";

const LATIN = `${language}-u-nu-latn`;
const isSome = (amount) => /[1-9]/.test(amount ?? "");

/** An amount as the reader writes it, with the decimals that it was given out with. */
function moneyIn(currency) {
  return (amount) => {
    const digits = (amount.split(".")[1] ?? "").length;
    const style = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(LATIN, style).format(amount);
  };
}

const minus = (amount) => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`);

/** By the clock of the place; where that is not known, with the name of the reader's. */
function momentOf(at, zone) {
  const day = { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const by = zone ? { timeZone: zone } : { timeZoneName: "short" };
  return new Intl.DateTimeFormat(LATIN, { ...day, ...by }).format(new Date(at));
}

export const titleOf = ({ number }) => t("Receipt {number}", { number: String(number) });

/** `acts`: {choose(paper), print()}. */
export function receiptView({ receipt, zone, paper }, acts) {
  return html`<div class="page stack">
    <header class="receipt-bar row"><h1 class="grow">${titleOf(receipt)}</h1>${languageView()}</header>
    <div class="receipt-bar row">
      <button type="button" class="button primary" @click=${acts.print}>${symbol("print")}${t("Print")}</button>
      <div class="row" role="group" aria-label=${t("Paper")}>${[["roll", t("80 mm roll")], ["a4", t("A4")]].map(
        ([key, words]) => html`<button type="button" class="chip" aria-pressed=${String(key === paper)}
          @click=${() => acts.choose(key)}>${words}</button>`)}</div></div>
    <article class="slip" data-paper=${paper} aria-label=${titleOf(receipt)}>${
      slipView(receipt, zone)}</article></div>`;
}

function slipView(receipt, zone) {
  const money = moneyIn(receipt.currency);
  return html`${headView(receipt, zone)}
    ${receipt.lines.length ? linesView(receipt, money) : nothing}
    ${sumsView(receipt, money)}
    ${ratesView(receipt.rates, money)}
    ${receipt.place.footer ? html`<p class="slip-foot"><bdi>${receipt.place.footer}</bdi></p>` : nothing}`;
}

function headView({ place, number, kind, of, at, table, reason }, zone) {
  return html`<header class="slip-head">
      ${place.name ? html`<p class="slip-name"><bdi>${place.name}</bdi></p>` : nothing}
      ${place.address ? html`<p class="slip-lines"><bdi>${place.address}</bdi></p>` : nothing}
      ${place.tax_number ? html`<p>${t("Tax number")} <bdi>${place.tax_number}</bdi></p>` : nothing}</header>
    <div class="slip-facts"><p><strong>${t("Receipt {number}", { number: String(number) })}</strong></p>
      ${kind === "refund" ? html`<p><strong>${
        t("Money back for receipt {number}", { number: String(of) })}</strong></p>` : nothing}
      <p><time datetime=${at}>${momentOf(at, zone)}</time></p>
      ${table ? html`<p><bdi>${table}</bdi></p>` : nothing}
      ${reason ? html`<p>${t("Reason")}: <bdi>${reason}</bdi></p>` : nothing}</div>`;
}

function linesView({ lines }, money) {
  return html`<table class="slip-table"><thead class="visually-hidden"><tr><th scope="col">${t("Item")}</th>
    <th scope="col">${t("Price")}</th></tr></thead>
    <tbody>${lines.map((line) => lineView(line, money))}</tbody></table>`;
}

function lineView({ name, options, quantity, price, gross, discount, voided, amount, paid }, money) {
  const off = (words, sum) =>
    (isSome(sum) ? html`<tr class="slip-more"><td>${words}</td><td>${money(minus(sum))}</td></tr>` : nothing);
  const isCut = isSome(discount) || isSome(voided);
  return html`<tr><td>${quantity}× <bdi>${name}</bdi>${options.map((each) => html`<br><span class="slip-small">+ <bdi>${
    each}</bdi></span>`)}${quantity > 1 && price !== null ? html`<br><span class="slip-small">${
    t("{price} each", { price: money(price) })}</span>` : nothing}</td><td>${money(gross)}</td></tr>
    ${off(t("Discount"), discount)}${off(t("Not charged"), voided)}
    ${paid === amount && !isCut ? nothing : html`<tr class="slip-more"><td>${
      paid === amount ? t("Charged") : t("Paid here")}</td><td>${money(paid)}</td></tr>`}`;
}

const row = (words, sum, look = "") => html`<tr class=${look}><th scope="row">${words}</th><td>${sum}</td></tr>`;

const KINDS = { cash: () => t("Cash"), card: () => t("Card"), online: () => t("Paid on the phone") };

function sumsView({ part, bill, amount, tip, total, payment, kind }, money) {
  const isPart = part === "share" || part === "amount";
  const isBack = kind === "refund";
  return html`<table class="slip-table slip-sums"><tbody>
    ${isPart ? row(t("The whole bill"), money(bill)) : nothing}
    ${isPart || isSome(tip) ? row(wordsOf(isBack, isPart), money(amount)) : nothing}
    ${isSome(tip) ? row(t("Tip"), money(tip)) : nothing}
    ${row(isBack ? t("Given back in all") : t("Total"), money(total), "slip-total")}
    ${row(KINDS[payment.kind](), money(payment.given ?? total))}
    ${payment.change !== null ? row(t("Change"), money(payment.change)) : nothing}
    ${payment.reference ? html`<tr><td colspan="2" class="slip-small">${t("Payment")} <bdi dir="ltr">${
      payment.reference}</bdi></td></tr>` : nothing}</tbody></table>`;
}

function wordsOf(isBack, isPart) {
  if (isBack) return t("Given back");
  return isPart ? t("Paid of it") : t("Sum");
}

function ratesView(rates, money) {
  if (!rates.length) return nothing;
  return html`<table class="slip-table slip-rates"><thead><tr><th scope="col">${t("VAT")}</th>
    <th scope="col">${t("Net")}</th><th scope="col">${t("Tax")}</th><th scope="col">${t("Gross")}</th></tr></thead>
    <tbody>${rates.map(({ vat_rate: rate, net, vat, gross }) => html`<tr><th scope="row">${percentOf(rate)}</th>
      <td>${money(net)}</td><td>${money(vat)}</td><td>${money(gross)}</td></tr>`)}</tbody></table>`;
}

/** "19.00" is 19 %. */
const percentOf = (rate) => new Intl.NumberFormat(LATIN, { style: "unit", unit: "percent", maximumFractionDigits: 2 })
  .format(rate);
