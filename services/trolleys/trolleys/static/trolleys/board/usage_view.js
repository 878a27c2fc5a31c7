/** How much the trolleys are used: figures, and charts that are tables. */

import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, trouble, waiting } from "../../pages/view.js";
import { durationText, periodView } from "./period.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Usage} Usage */
/** @typedef {[name: string, count: number]} Row */

/** @param {State} state */
export function usageView({ reports }) {
  const { query, found, error, busy } = reports.usage;
  return html`<form class="row filters" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${periodView(query, (period) => page.state.reports.usage.choose(period))}</form>
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
  return html`<dl class="figures">${facts.map(([term, value]) => html`<div><dt>${term}</dt>
      <dd><bdi>${value}</bdi></dd></div>`)}</dl>
    ${chartView(t("Visits by day"), t("Day"), found.per_day.map(({ day, sessions }) => [day, sessions]))}
    ${chartView(t("Visits by hour of the day (UTC)"), t("Hour"),
      found.per_hour.map(({ hour, sessions }) => [`${hour}:00`, sessions]))}
    ${trolleysView(found.per_trolley)}`;
}

/** Columns, and the same numbers as a table. @param {string} title @param {string} what @param {Row[]} rows */
function chartView(title, what, rows) {
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return html`<section class="card stack"><h3>${title}</h3>
    <div class="chart" dir="ltr" aria-hidden="true"><span class="most">${most}</span>
      <svg viewBox="0 0 ${rows.length * 10} 100" preserveAspectRatio="none"><path
        d=${columns(rows, most)}></path></svg>
      <span class="ends"><span>${rows[0]?.[0]}</span><span>${rows.at(-1)?.[0]}</span></span></div>
    <details><summary>${t("As a table")}</summary><div class="scroll" tabindex="0" role="region"
      aria-label=${title}><table>
      <thead><tr><th scope="col">${what}</th><th scope="col">${t("Visits")}</th></tr></thead>
      <tbody>${rows.map(([name, count]) => html`<tr><th scope="row">${name}</th><td>${count}</td></tr>`)}</tbody>
    </table></div></details></section>`;
}

/**
 * The columns as one SVG path, each ten units wide, the highest a hundred high.
 * @param {Row[]} rows
 * @param {number} most
 */
function columns(rows, most) {
  return rows.map(([, count], at) => (count ? `M${at * 10 + 1} 100v${(-count / most) * 100}h8V100z` : "")).join("");
}

/** @param {Usage["per_trolley"]} rows */
function trolleysView(rows) {
  if (!rows.length) return nothing;
  return html`<section class="card stack"><h3>${t("By trolley")}</h3><div class="scroll" tabindex="0" role="region"
      aria-label=${t("By trolley")}><table>
    <thead><tr><th scope="col">${t("Trolley")}</th><th scope="col">${t("Visits")}</th><th scope="col">${t("Paid")}</th>
      <th scope="col">${t("Mean duration")}</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr><th scope="row">${row.trolley_id}</th><td>${row.sessions}</td>
      <td>${row.paid}</td><td>${durationText(row.mean_duration_s)}</td></tr>`)}</tbody></table></div></section>`;
}
