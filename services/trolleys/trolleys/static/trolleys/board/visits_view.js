/** The audit trail: who had which trolley, for how long, and what was paid. */

import { toast } from "../../pages/dom.js";
import { plainButton } from "../../pages/fields.js";
import { money, units } from "../../pages/money.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, trouble, waiting } from "../../pages/view.js";
import { visits } from "./calls.js";
import { csv, download } from "./files.js";
import { durationText, lastDays, periodView } from "./period.js";
import { Report } from "./report.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {{from: string, to: string, trolley: string, offset: number}} Query */

const SIZE = 50;
const LARGEST = 200; // rows in one answer

/** @param {Query} query @param {number} place @param {number} limit */
function asked({ from, to, trolley, offset }, place, limit) {
  const query = { from, to, location_id: String(place), limit: String(limit), offset: String(offset) };
  return trolley ? { ...query, trolley_id: trolley } : query;
}

const report = new Report({ ...lastDays(7), trolley: "", offset: 0 },
  (query, place) => visits(asked(query, place, SIZE)));

/** All rows of the period, in a file. */
async function save() {
  const { query } = report;
  try {
    /** @type {Visit[]} */
    const rows = [];
    for (;;) {
      const { results, count } = await visits(asked({ ...query, offset: rows.length }, page.state.place, LARGEST));
      rows.push(...results);
      if (rows.length >= count || !results.length) break;
    }
    download(`visits-${query.from}-${query.to}.csv`, csv(COLUMNS, rows));
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}

/** @type {(keyof Visit)[]} */
const COLUMNS = ["session_id", "trolley_id", "username", "started_at", "ended_at", "duration_s", "items", "amount",
  "currency", "ended_by", "receipt_id"];

export function visitsView() {
  report.show();
  const { query, found, error, busy } = report;
  return html`<form class="row filters" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${periodView(query, (period) => report.choose({ ...period, offset: 0 }))}
      <label class="field"><span>${t("Trolley")}</span><select @change=${(/** @type {Event} */ event) =>
        report.choose({ trolley: /** @type {HTMLSelectElement} */ (event.currentTarget).value, offset: 0 })}>
        <option value="">${t("All")}</option>
        ${[...page.state.trolleys.keys()].map((id) => html`<option value=${id} .selected=${id === query.trolley}>${id}</option>`)}
      </select></label>
      ${plainButton(html`${symbol("download")}${t("CSV")}`, save)}
    </form>
    ${error ? trouble(explain(error)) : nothing}
    ${found ? tableView(found) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {{count: number, results: Visit[]}} found */
function tableView({ count, results }) {
  const { offset } = report.query;
  if (!count) return html`<p class="card">${t("Nobody had a trolley on these days.")}</p>`;
  return html`<p class="soft" role="status">${n("{count} visit", "{count} visits", count)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("Visits")}><table>
      <thead><tr><th scope="col">${t("Begin")}</th><th scope="col">${t("Trolley")}</th><th scope="col">${t("Who")}</th>
        <th scope="col">${t("Duration")}</th><th scope="col">${t("Things")}</th><th scope="col">${t("Paid")}</th>
        <th scope="col">${t("End")}</th></tr></thead>
      <tbody>${repeat(results, ({ session_id: id }) => id, rowView)}</tbody></table></div>
    <div class="row">
      ${offset ? plainButton(t("Newer"), () => report.choose({ offset: Math.max(0, offset - SIZE) })) : nothing}
      ${offset + SIZE < count ? plainButton(t("Older"), () => report.choose({ offset: offset + SIZE })) : nothing}
    </div>`;
}

/** @param {Visit} visit */
function rowView(visit) {
  return html`<tr><td><time datetime=${visit.started_at}>${dayAndClock(visit.started_at)}</time></td>
    <th scope="row">${visit.trolley_id}</th><td><bdi>${visit.username ?? t("a guest")}</bdi></td>
    <td>${durationText(visit.duration_s)}</td><td>${visit.items}</td>
    <td class="money">${visit.receipt_id ? money(units(visit.amount)) : "–"}</td><td>${endWords(visit.ended_by)}</td></tr>`;
}

/** @param {string|null} by */
function endWords(by) {
  if (by === "payment") return t("paid");
  if (by === "user") return t("given back");
  if (by === "staff") return t("by the staff");
  return by === "expiry" ? t("ran out") : t("goes on");
}
