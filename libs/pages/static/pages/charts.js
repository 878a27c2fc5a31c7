/**
 * Charts that are tables, too: columns for the eye, the same numbers for everybody. Their looks are in `board.css`.
 */

import { t } from "./texts.js";
import { html, nothing } from "./view.js";

/** @typedef {[name: string, value: number]} Row */

/**
 * Columns, and the same numbers as a table.
 * @param {string} title
 * @param {{of: string, what: string}} heads what the names of the rows are, as "Day", and what their numbers are
 * @param {Row[]} rows
 * @param {(value: number) => string} [shown] a number in words, as an amount
 * @param {import("./view.js").Part} [more] what stands beside the title
 */
export function chartView(title, { of, what }, rows, shown = String, more = nothing) {
  const most = Math.max(1, ...rows.map(([, value]) => value));
  return html`<section class="card stack">${more === nothing ? html`<h3>${title}</h3>`
    : html`<div class="row"><h3 class="grow">${title}</h3>${more}</div>`}
    <div class="chart" dir="ltr" aria-hidden="true"><span class="most">${shown(most)}</span>
      <svg viewBox="0 0 ${rows.length * 10} 100" preserveAspectRatio="none"><path
        d=${columns(rows, most)}></path></svg>
      <span class="ends"><span>${rows[0]?.[0]}</span><span>${rows.at(-1)?.[0]}</span></span></div>
    <details><summary>${t("As a table")}</summary>${
      tableView(title, [of, what], rows.map(([name, value]) => [name, shown(value)]))}</details></section>`;
}

/**
 * A table that scrolls by itself where it is too wide or too long. The first column names the rows.
 * @param {string} title
 * @param {string[]} heads
 * @param {unknown[][]} rows
 */
export function tableView(title, heads, rows) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${title}><table>
    <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
    <tbody>${rows.map(([name, ...values]) => html`<tr><th scope="row">${name}</th>${
      values.map((value) => html`<td>${value}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** Figures with their names. @param {[name: string, value: unknown][]} facts */
export const figuresView = (facts) => html`<dl class="figures">${facts.map(([name, value]) => html`<div>
  <dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl>`;

/**
 * The columns as one SVG path, each ten units wide, the highest a hundred high; what is below zero is none.
 * @param {Row[]} rows
 * @param {number} most
 */
function columns(rows, most) {
  return rows.map(([, value], at) => (value > 0 ? `M${at * 10 + 1} 100v${(-value / most) * 100}h8V100z` : "")).join("");
}
