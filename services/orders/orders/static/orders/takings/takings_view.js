/** What days have brought: the days, the sums, and all tables. */

import { plainButton } from "../../pages/buttons.js";
import { figuresView } from "../../pages/charts.js";
import { money, units } from "../../pages/money.js";
import { periodView } from "../../pages/period.js";
import { clock, n, t } from "../../pages/texts.js";
import { html, nothing, symbol, trouble, waiting } from "../../pages/view.js";
import { CHOICES } from "./days.js";
import { paidView } from "./paid_view.js";
import { choose, refresh, report, saveReceipts } from "./report.js";
import { soldView } from "./sold_view.js";
import { dayText, explain, shown, total } from "./words.js";

/** @typedef {import("./days.js").Choice} Choice */
/** @typedef {import("./report.js").Found} Found */

export function takingsView() {
  const { query, found, error, busy } = report;
  return html`<div class="row chips no-print" role="group" aria-label=${t("Which days")}>${
      Object.entries(CHOICES).map(([name, words]) => html`<button type="button" class="chip"
        aria-pressed=${String(name === query.choice)} @click=${() => choose(/** @type {Choice} */ (name))}>${
        words()}</button>`)}</div>
    ${query.choice === "chosen" && query.from ? html`<form class="row filters no-print"
      @submit=${(/** @type {Event} */ event) => event.preventDefault()}>${
      periodView(query, (period) => report.choose(period))}</form>` : nothing}
    ${error ? trouble(explain(error), html`<p>${plainButton(t("Try again"), refresh)}</p>`) : nothing}
    ${found ? html`<div class="stack" aria-busy=${String(busy)}>${foundView(found, busy)}</div>`
      : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {Found} found @param {boolean} busy */
function foundView(found, busy) {
  const { takings } = found;
  const days = takings.from === takings.to ? takings.from : `${takings.from}-${takings.to}`;
  const isEmpty = !takings.sold.orders && !takings.receipts.count && !takings.cancelled.length;
  return html`${headView(found, busy)}
    ${isEmpty ? html`<p class="card" role="status">${t("Nothing was sold and nothing was paid on these days.")}</p>`
      : html`${sumsView(takings)}
        <h3 class="part">${t("What was paid")}</h3>${paidView(found, days)}
        <h3 class="part">${t("What was sold")}</h3>${soldView(found, days)}`}`;
}

/** @param {Found} found @param {boolean} busy */
function headView({ takings, begins, at }, busy) {
  const { from, to, timezone } = takings;
  const hour = `${String(begins).padStart(2, "0")}:00`;
  return html`<div class="row days"><div class="grow">
      <p class="which">${from === to ? dayText(from)
        : t("{from} to {to}", { from: dayText(from), to: dayText(to) })}</p>
      <p class="soft small">${t("A day begins at {hour} ({zone}). Figures of {time}.",
    { hour, zone: timezone, time: clock(new Date(at)) })}</p></div>
    <div class="row no-print"><button type="button" class="button" aria-disabled=${String(busy)}
        @click=${() => busy || refresh()}>${symbol("refresh")}${t("Refresh")}</button>
      ${plainButton(html`${symbol("download")}${t("Receipts as CSV")}`, saveReceipts)}
      ${plainButton(html`${symbol("print")}${t("Print")}`, () => print())}</div></div>`;
}

/** @param {import("./calls.js").Takings} takings */
function sumsView({ sold, paid, unpaid }) {
  const bills = total(paid.map((each) => each.amount));
  const off = total([sold.discount, sold.voided]);
  const isApart = units(sold.amount) !== bills;
  return html`${figuresView([[t("Sold"), shown(sold.amount)], [t("Paid"), money(bills)],
      [t("Tips"), money(total(paid.map(({ tips }) => tips)))],
      [t("Given back"), money(total(paid.map(({ refunds }) => refunds)))], [t("Taken off"), money(off)],
      [t("Orders"), sold.orders]])}
    ${unpaid.tables ? html`<p class="note unpaid">${n("{count} table of these days has not paid {amount}.",
      "{count} tables of these days have not paid {amount} in all.", unpaid.tables,
      { amount: shown(unpaid.amount) })}</p>` : nothing}
    ${isApart && !unpaid.tables ? html`<p class="soft">${t(
      "Sold and paid differ: what is ordered counts when it is ordered, money when it is paid.")}</p>` : nothing}`;
}
