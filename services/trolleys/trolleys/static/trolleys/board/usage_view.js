/** How much the trolleys are used: figures, and charts that are tables. */

import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, trouble, waiting } from "../../pages/view.js";
import { usage } from "./calls.js";
import { durationText, lastDays, periodView } from "./period.js";
import { Report } from "./report.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Usage} Usage */

const report = new Report(lastDays(30), ({ from, to }, place) => usage({ from, to, location_id: String(place) }));

export function usageView() {
  report.show();
  const { query, found, error, busy } = report;
  return html`<form class="row filters" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${periodView(query, (period) => report.choose(period))}</form>
    ${error ? trouble(explain(error)) : nothing}
    ${found ? figuresView(found) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {Usage} found */
function figuresView(found) {
  const share = found.conversion === null ? "–" : `${Math.round(found.conversion * 100)} %`;
  const facts = [
    [t("Visits"), found.sessions], [t("Paid"), `${found.paid} (${share})`],
    [t("Mean duration"), durationText(found.mean_duration_s)], [t("Things sold"), found.items],
    [t("Revenue"), money(units(found.revenue))],
  ];
  return html`<dl class="figures">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    ${chartView(t("Visits by day"), t("Day"), found.per_day.map(({ day, sessions }) => [day, sessions]))}
    ${chartView(t("Visits by hour of the day (UTC)"), t("Hour"),
      found.per_hour.map(({ hour, sessions }) => [`${hour}:00`, sessions]))}
    ${trolleysView(found.per_trolley)}`;
}

/** A table whose bars are a picture of its numbers. @param {string} title @param {string} what @param {[string, number][]} rows */
function chartView(title, what, rows) {
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return html`<section class="card stack"><h2>${title}</h2><table class="chart">
    <thead class="visually-hidden"><tr><th scope="col">${what}</th><th scope="col">${t("Visits")}</th><td></td></tr></thead>
    <tbody>${rows.map(([name, count]) => html`<tr><th scope="row">${name}</th><td class="number">${count}</td>
      <td class="bar-cell" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect
        width=${(count / most) * 100} height="10" rx="1"></rect></svg></td></tr>`)}</tbody></table></section>`;
}

/** @param {Usage["per_trolley"]} rows */
function trolleysView(rows) {
  if (!rows.length) return nothing;
  return html`<section class="card stack"><h2>${t("By trolley")}</h2><div class="scroll" tabindex="0" role="region"
      aria-label=${t("By trolley")}><table>
    <thead><tr><th scope="col">${t("Trolley")}</th><th scope="col">${t("Visits")}</th><th scope="col">${t("Paid")}</th>
      <th scope="col">${t("Mean duration")}</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr><th scope="row">${row.trolley_id}</th><td>${row.sessions}</td><td>${row.paid}</td>
      <td>${durationText(row.mean_duration_s)}</td></tr>`)}</tbody></table></div></section>`;
}
