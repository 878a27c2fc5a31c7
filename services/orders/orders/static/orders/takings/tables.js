/** Tables of figures: sorted by what the reader chooses, the first rows or all of them, and as files. */

import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { csv, download } from "../../pages/files.js";
import { units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { page } from "./state.js";
import { shown } from "./words.js";

/** How the reader looks at a table. @typedef {{by: string, isUp: boolean, isWhole: boolean}} Look */

/**
 * @typedef {object} Column
 * @property {string} name in files
 * @property {string} head
 * @property {"text"|"count"|"money"} kind amounts are texts of the services
 * @property {(row: any) => any} of
 * @property {(value: any) => unknown} [show] by default as its kind is shown
 */

/**
 * @typedef {object} Table
 * @property {string} name of its file, and of how it is looked at
 * @property {string} title
 * @property {Column[]} columns the first one names the rows
 * @property {any[]} rows in the order in which they are shown at first
 */

/** @param {string} name @param {string} head @param {(row: any) => any} of @param {(value: any) => unknown} [show] */
export const text = (name, head, of, show) => /** @type {Column} */ ({ name, head, kind: "text", of, show });
/** @param {string} name @param {string} head @param {(value: any) => unknown} [show] */
export const count = (name, head, show) =>
  /** @type {Column} */ ({ name, head, kind: "count", of: (row) => row[name], show });
/** @param {string} name @param {string} head */
export const amount = (name, head) => /** @type {Column} */ ({ name, head, kind: "money", of: (row) => row[name] });

const WIDE = 4; // columns: with more, a table has the whole width
const FIRST = 10; // rows that are shown before somebody asks for all
/** @type {Look} */
const UNTOUCHED = { by: "", isUp: false, isWhole: false };

/** @param {string} name @returns {Look} */
const lookOf = (name) => page.state.looks.get(name) ?? UNTOUCHED;

/** @param {string} name @param {Partial<Look>} some */
const look = (name, some) => page.set({ looks: new Map(page.state.looks).set(name, { ...lookOf(name), ...some }) });

/** The table with its title, its file, and all rows on demand; nothing where it has none.
 * @param {Table} table @param {string} days of the file's name */
export function tableCard(table, days) {
  const { name, title, columns, rows } = table;
  if (!rows.length) return nothing;
  const { isWhole } = lookOf(name);
  const found = sorted(table);
  return html`<section class="card stack figures-table" ?data-wide=${columns.length > WIDE}>
    <div class="row"><h3 id="table-${name}" class="grow">${title}</h3>${fileButton(table, days)}</div>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="table-${name}"><table>
      <thead><tr>${columns.map((column) => headView(table, column))}</tr></thead>
      <tbody>${(isWhole ? found : found.slice(0, FIRST)).map((row) => rowView(columns, row))}</tbody></table></div>
    ${rows.length > FIRST ? html`<div class="no-print">${plainButton(
      isWhole ? t("The first {count}", { count: FIRST }) : t("All {count}", { count: rows.length }),
      () => look(name, { isWhole: !isWhole }), "quiet")}</div>` : nothing}</section>`;
}

/** The button that saves a table. @param {Table} table @param {string} days */
export const fileButton = (table, days) => html`<button type="button" class="button quiet no-print"
  aria-label=${t("CSV: {table}", { table: table.title })} @click=${() => save(table, days)}>${
  symbol("download")}${t("CSV")}</button>`;

/** @param {Table} table @param {Column} column */
function headView({ name, rows }, column) {
  const { by, isUp } = lookOf(name);
  const isBy = by === column.name;
  const turn = () => look(name, { by: column.name, isUp: isBy ? !isUp : column.kind === "text" });
  const order = isBy ? (isUp ? "ascending" : "descending") : nothing;
  return html`<th scope="col" data-kind=${column.kind} aria-sort=${order}>
    ${rows.length > 1 ? html`<button type="button" class="sort" @click=${turn}>${column.head}${
      isBy ? symbol(isUp ? "up" : "down") : nothing}</button>` : column.head}</th>`;
}

/** @param {Column[]} columns @param {any} row */
const rowView = ([first, ...others], row) => html`<tr><th scope="row"><bdi>${cell(first, row)}</bdi></th>${
  others.map((column) => html`<td data-kind=${column.kind}><bdi>${cell(column, row)}</bdi></td>`)}</tr>`;

/** @param {Column} column @param {any} row */
function cell({ kind, of, show }, row) {
  const value = of(row);
  if (show) return show(value);
  return kind === "money" ? shown(value) : value;
}

/** @param {Table} table */
function sorted({ name, columns, rows }) {
  const { by, isUp } = lookOf(name);
  const column = columns.find((each) => each.name === by);
  if (!column) return rows;
  const sign = isUp ? 1 : -1;
  return [...rows].sort((one, other) => sign * compared(column, one, other));
}

/** @param {Column} column @param {any} one @param {any} other */
function compared({ kind, of }, one, other) {
  if (kind === "text") return String(of(one)).localeCompare(String(of(other)), undefined, { numeric: true });
  return kind === "money" ? units(of(one)) - units(of(other)) : of(one) - of(other);
}

/** @param {Table} table @param {string} days */
function save({ name, columns, rows }, days) {
  const lines = rows.map((row) => Object.fromEntries(columns.map((column) => [column.name, column.of(row)])));
  download(`takings-${days}-${name}.csv`, csv(columns.map((column) => column.name), lines));
  toast(t("Saved."));
}
