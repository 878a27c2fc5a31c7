/** How much the trolleys are used: figures, and charts that are tables. */

import { chartView, figuresView, tableView } from "../../pages/charts.js";
import { money, units } from "../../pages/money.js";
import { durationText, periodView } from "../../pages/period.js";
import { t } from "../../pages/texts.js";
import { html, nothing, trouble, waiting } from "../../pages/view.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Usage} Usage */

/** @param {State} state */
export function usageView({ reports }) {
  const { query, found, error, busy } = reports.usage;
  return html`<form class="row filters" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${periodView(query, (period) => page.state.reports.usage.choose(period))}</form>
    ${error ? trouble(explain(error)) : nothing}
    ${found ? foundView(found) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {Usage} found */
function foundView(found) {
  const share = found.conversion === null ? "–" : `${Math.round(found.conversion * 100)} %`;
  const [day, hour] = [{ of: t("Day"), what: t("Visits") }, { of: t("Hour"), what: t("Visits") }];
  return html`${figuresView([
    [t("Visits"), found.sessions], [t("Paid"), `${found.paid} (${share})`],
    [t("Mean duration"), durationText(found.mean_duration_s)], [t("Things sold"), found.items],
    [t("Revenue"), money(units(found.revenue))]])}
    ${chartView(t("Visits by day"), day, found.per_day.map(({ day: name, sessions }) => [name, sessions]))}
    ${chartView(t("Visits by hour of the day (UTC)"), hour,
      found.per_hour.map(({ hour: name, sessions }) => [`${name}:00`, sessions]))}
    ${trolleysView(found.per_trolley)}`;
}

/** @param {Usage["per_trolley"]} rows */
function trolleysView(rows) {
  if (!rows.length) return nothing;
  const heads = [t("Trolley"), t("Visits"), t("Paid"), t("Mean duration")];
  return html`<section class="card stack"><h3>${t("By trolley")}</h3>${tableView(t("By trolley"), heads,
    rows.map((row) => [row.trolley_id, row.sessions, row.paid, durationText(row.mean_duration_s)]))}</section>`;
}
