/** How much is sold and taken: figures, charts that are tables, files. */

import { plainButton } from "../../pages/buttons.js";
import { chartView, figuresView, tableView } from "../../pages/charts.js";
import { money } from "../../pages/money.js";
import { periodView } from "../../pages/period.js";
import { t } from "../../pages/texts.js";
import { html, nothing, selection, symbol, trouble, waiting } from "../../pages/view.js";
import { machineAddress } from "./routes.js";
import { save, show, usage } from "./usage.js";
import { machineOptions } from "./usage_words.js";
import { explain } from "./words.js";

export { hear, show } from "./usage.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./usage.js").Usage} Usage */

const MOST_COLUMNS = 40; // of a chart of machines: more cannot be told from each other

/** @type {import("../../pages/refusals.js").Words} */
const WORDS = { erroneous_value: () => t("This period cannot be shown: at most 366 days.") };

/** @param {State} state */
export function view({ machines }) {
  const { query, found, error, busy } = usage;
  return html`<form class="row filters" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${periodView(query, (period) => usage.choose(period))}
      <div class="field"><span>${t("Machine")}</span>${selection({ label: t("Machine"), value: query.machine,
        options: machineOptions(machines), choose: (machine) => usage.choose({ machine }) })}</div></form>
    ${error ? trouble(explain(error, WORDS), html`<p>${plainButton(t("Try again"), show)}</p>`) : nothing}
    ${found ? foundView(found, query.machine) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {Usage} found @param {string} machine "" for all */
function foundView({ totals, days, machines, hours }, machine) {
  const day = t("Day (UTC)");
  return html`${figuresView([
    [t("Sales"), totals.sales], [t("Units"), totals.units], [t("Takings"), money(totals.takings)],
    [t("Given back"), money(totals.refunded)], [t("Net"), money(totals.net)],
    [t("Nothing came out"), totals.failed]])}
    <div class="row">${fileButton(t("Figures as CSV"), "usage")}${
      fileButton(t("Transactions as CSV"), "transactions")}</div>
    <div class="charts">
      ${chartView(t("Takings by day"), { of: day, what: t("Takings") },
        days.map(({ day: name, takings }) => [name, takings]), money)}
      ${chartView(t("Sales by day"), { of: day, what: t("Sales") }, days.map(({ day: name, sales }) => [name, sales]))}
      ${chartView(t("Sales by hour of the day (UTC)"), { of: t("Hour"), what: t("Sales") },
        hours.map(({ hour, sales }) => [`${hour}:00`, sales]))}
      ${machine ? nothing : bestView(machines)}
    </div>
    ${machine ? nothing : machinesView(machines)}`;
}

/** @param {string} words @param {"usage"|"transactions"} table */
const fileButton = (words, table) => plainButton(html`${symbol("download")}${words}`, () => save(table));

/** Those that take most. @param {Usage["machines"]} machines */
function bestView(machines) {
  const best = [...machines].sort((one, other) => other.takings - one.takings).slice(0, MOST_COLUMNS);
  return best.length < 2 ? nothing : chartView(t("Takings by machine"), { of: t("Machine"), what: t("Takings") },
    best.map(({ machine_id: id, takings }) => [id, takings]), money);
}

/** @param {Usage["machines"]} machines */
function machinesView(machines) {
  if (!machines.length) return html`<p class="card">${t("There are no machines yet.")}</p>`;
  const heads = [t("Machine"), t("Sales"), t("Units"), t("Takings"), t("Given back"), t("Net"), t("Nothing came out")];
  return html`<section class="card stack"><h3>${t("By machine")}</h3>${tableView(t("By machine"), heads,
    machines.map(({ machine_id: id, name, sales, units, takings, refunded, net, failed }) => [
      html`<a href=${machineAddress(id)}><bdi>${name || id}</bdi></a>`, sales, units, money(takings), money(refunded),
      money(net), failed]))}</section>`;
}
