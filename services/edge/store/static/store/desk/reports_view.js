/** Figures of days: charts that are tables too, and files. */

import { plainButton } from "../../pages/buttons.js";
import { periodView } from "../../pages/period.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol, trouble, waiting } from "../../pages/view.js";
import { KINDS, report, save, show } from "./reports.js";
import { explain } from "./words.js";

export { hear, show } from "./reports.js";

/** @type {import("../../pages/refusals.js").Words} */
const WORDS = { erroneous_value: () => t("This period cannot be shown: at most 366 days.") };

export function view() {
  const { query, found, error, busy } = report;
  const kind = KINDS[query.kind];
  const shown = found?.kind === query.kind ? found.data : null;
  return html`<div class="row chips" role="group" aria-label=${t("Which report")}>${
      Object.entries(KINDS).map(([name, { words }]) => html`<button type="button" class="chip"
        aria-pressed=${String(name === query.kind)} @click=${() => report.choose({ kind: name })}>${
        words()}</button>`)}</div>
    <form class="row filters" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${periodView(query, (period) => report.choose(period))}
      ${shown ? plainButton(html`${symbol("download")}${t("CSV")}`, save) : nothing}</form>
    <p class="soft">${kind.about()}</p>
    ${error ? trouble(explain(error, WORDS), html`<p>${plainButton(t("Try again"), show)}</p>`) : nothing}
    ${shown ? html`<div class="stack" aria-busy=${String(busy)}>${
        kind.view(shown, query, (some) => report.choose(some))}</div>`
      : busy ? waiting(t("One moment…")) : nothing}`;
}
