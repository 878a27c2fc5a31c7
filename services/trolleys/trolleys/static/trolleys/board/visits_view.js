/** The audit trail: who had which trolley, for how long, and what was paid. */

import { toast } from "../../pages/dom.js";
import { plainButton } from "../../pages/fields.js";
import { download } from "../../pages/files.js";
import { money, units } from "../../pages/money.js";
import { durationText, periodView } from "../../pages/period.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, selection, symbol, trouble, waiting } from "../../pages/view.js";
import { page } from "./state.js";
import { SIZE, visitsFile } from "./visits.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {import("./visits.js").Query} Query */

/** Other rows, from the first on. @param {Partial<Query>} some */
const choose = (some) => page.state.reports.visits.choose({ offset: 0, ...some });

/** All rows of the period, in a file. */
async function save() {
  const { reports, place } = page.state;
  const { query } = reports.visits;
  try {
    download(`visits-${query.from}-${query.to}.csv`, await visitsFile(query, place));
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}

/** @param {State} state */
export function visitsView({ reports, trolleys }) {
  const { query, found, error, busy } = reports.visits;
  const names = [...trolleys.keys()].map((id) => ({ value: id, text: id }));
  return html`<form class="row filters" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${periodView(query, choose)}
      <div class="field"><span>${t("Trolley")}</span>${selection({ label: t("Trolley"), value: query.trolley,
        options: [{ value: "", text: t("All") }, ...names], choose: (trolley) => choose({ trolley }) })}</div>
      ${plainButton(html`${symbol("download")}${t("CSV")}`, save)}
      ${query.user ? html`<button type="button" class="chip" aria-pressed="true" @click=${() => choose({ user: null })}>
        <bdi>${query.user.name}</bdi>${symbol("close")}
        <span class="visually-hidden">${t("Show everybody")}</span></button>` : nothing}
    </form>
    ${error ? trouble(explain(error)) : nothing}
    ${found ? tableView(found, query, busy) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {{count: number, results: Visit[]}} found @param {Query} query @param {boolean} busy */
function tableView({ count, results }, { offset }, busy) {
  if (!count) return html`<p class="card" role="status">${t("Nobody had a trolley on these days.")}</p>`;
  return html`<p class="soft" role="status">${n("{count} visit", "{count} visits", count)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("Visits")} aria-busy=${String(busy)}><table>
      <thead><tr><th scope="col">${t("Begin")}</th><th scope="col">${t("Trolley")}</th><th scope="col">${t("Who")}</th>
        <th scope="col">${t("Duration")}</th><th scope="col">${t("Things")}</th><th scope="col">${t("Paid")}</th>
        <th scope="col">${t("End")}</th></tr></thead>
      <tbody>${repeat(results, ({ session_id: id }) => id, rowView)}</tbody></table></div>
    <div class="row">
      ${offset ? plainButton(t("Newer"), () => choose({ offset: Math.max(0, offset - SIZE) })) : nothing}
      ${offset + SIZE < count ? plainButton(t("Older"), () => choose({ offset: offset + SIZE })) : nothing}
    </div>`;
}

/** @param {Visit} visit */
function rowView(visit) {
  return html`<tr><td><time datetime=${visit.started_at}>${dayAndClock(visit.started_at)}</time></td>
    <th scope="row">${visit.trolley_id}</th><td>${personView(visit)}</td>
    <td>${durationText(visit.duration_s)}</td><td>${visit.items}</td>
    <td class="money">${visit.receipt_id ? money(units(visit.amount)) : "–"}</td>
    <td>${endWords(visit.ended_by)}</td></tr>`;
}

/** Who it was; a tap shows this person's visits only. @param {Visit} visit */
function personView({ user, username }) {
  if (user === null) return t("a guest");
  const person = { id: user, name: username ?? String(user) };
  return html`<button type="button" class="button quiet name" title=${t("Show the visits of {name} only",
    { name: person.name })} @click=${() => choose({ user: person })}><bdi>${person.name}</bdi></button>`;
}

/** @param {string|null} by */
function endWords(by) {
  if (by === "payment") return t("paid");
  if (by === "user") return t("given back");
  if (by === "staff") return t("by the staff");
  return by === "expiry" ? t("ran out") : t("goes on");
}
