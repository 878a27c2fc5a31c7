/** The options of a group while they are written: a row for each, which can be added, moved and taken away. */

import { readTyped, written } from "../../pages/amount.js";
import { idOf, plainButton, problem } from "../../pages/fields.js";
import { Wrong } from "../../pages/form.js";
import { currency, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, repeat, symbol } from "../../pages/view.js";
import { names } from "./labels.js";
import { moreView } from "./option_more.js";
import { saidOnly, typed } from "./words_field.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {import("../../pages/options.js").Option} Option */
/**
 * A row as it is typed; `id` is null for a new one, `additives` are names with commas between them.
 * @typedef {{key: number, id: number|null, name: string, price: string, is_default: boolean, additives: string,
 *   allergens: string[], words: import("../../pages/words.js").Words, product_id: number|null}} Row
 */

const MOST = 50;
let keys = 0;

/** @returns {Row} */
const emptyRow = () => ({
  key: (keys += 1), id: null, name: "", price: "", is_default: false, additives: "", allergens: [], words: {},
  product_id: null,
});

/** @param {Option} option @returns {Row} */
const rowOf = ({ id, name, price, is_default, additives, allergens = [], words = {}, product_id }) => ({
  key: (keys += 1), id, name, price: units(price) ? written(price) : "", is_default,
  additives: names(additives).join(", "), allergens, words, product_id,
});

/**
 * The field; `counted` are products that an option may take from stock.
 * @param {Option[]} options
 * @param {Product[]} counted
 * @returns {Field}
 */
export const rowsField = (options, counted) => ({
  name: "options", label: t("What can be chosen"),
  value: options.length ? options.map(rowOf) : [emptyRow(), emptyRow()],
  raw: (/** @type {Row[]} */ rows) => rows.map(({ key, ...row }) => ({ ...row, name: row.name.trim() })),
  read,
  view: (form, field) => rowsView(form, field, counted),
});

/** As the service takes them; rows without a name are none. @param {Omit<Row, "key">[]} rows */
function read(rows) {
  const filled = rows.filter(({ name }) => name);
  if (filled.length === 0) throw new Wrong(t("Write at least one name."));
  return filled.map(({ id, price, additives, words, ...row }) => ({
    ...(id !== null && { id }), ...row, words: saidOnly(words), price: difference(price, row.name),
    additives: additives.split(",").map((each) => ({ name: each.trim() })).filter(({ name }) => name),
  }));
}

/**
 * What an option makes dearer, or cheaper with a minus; nothing is no difference.
 * @param {string} text
 * @param {string} name
 */
function difference(text, name) {
  const [, sign, rest] = /^([+\-−–]?)(.*)$/u.exec(text.trim()) ?? ["", "", ""];
  if (rest.trim() === "") return "0";
  const { amount } = readTyped(rest.trim());
  if (amount === null) throw new Wrong(t("{name}: write the difference as a number such as 0.50.", { name }));
  return sign && sign !== "+" ? `-${amount}` : amount;
}

/** @param {Form} form @param {Field} field @param {Product[]} counted */
function rowsView(form, field, counted) {
  /** @type {Row[]} */
  const rows = form.values[field.name];
  const id = idOf(form, field.name);
  return html`<fieldset class="field option-rows" aria-describedby="${id}-error">
    <legend>${field.label}</legend>
    <ol>${repeat(rows, ({ key }) => key, (row, at) => rowView(form, field, { row, at, rows, counted }))}</ol>
    ${rows.length < MOST
      ? plainButton(html`${symbol("plus")}${t("Another option")}`, () => grow(form, field)) : nothing}
    ${problem(form, field)}
  </fieldset>`;
}

/** @param {Form} form @param {Field} field */
function grow(form, field) {
  const row = emptyRow();
  form.set(field.name, [...form.values[field.name], row]);
  requestAnimationFrame(() => document.getElementById(`${idOf(form, field.name)}-name-${row.key}`)?.focus());
}

/**
 * @param {Form} form
 * @param {Field} field
 * @param {{row: Row, at: number, rows: Row[], counted: Product[]}} of
 */
function rowView(form, field, { row, at, rows, counted }) {
  const id = at === 0 ? idOf(form, field.name) : `${idOf(form, field.name)}-name-${row.key}`;
  const name = row.name || t("Option {number}", { number: at + 1 });
  const put = (/** @type {Partial<Row>} */ change) =>
    form.set(field.name, form.values[field.name].map((/** @type {Row} */ each) =>
      (each.key === row.key ? { ...each, ...change } : each)));
  return html`<li class="option-row">
    <div class="option-main">
      <label class="field"><span>${t("Name")}</span><input id=${id} type="text" dir="auto" maxlength="100"
        autocomplete="off" .value=${live(row.name)} @input=${typed((value) => put({ name: value }))}></label>
      <label class="field"><span>${t("Dearer by, in {currency}", { currency })}</span><input type="text"
        inputmode="text" maxlength="24" autocomplete="off" placeholder="0" .value=${live(row.price)}
        @input=${typed((value) => put({ price: value }))}></label>
    </div>
    <label class="check"><input type="checkbox" .checked=${live(row.is_default)}
      @change=${checked((value) => put({ is_default: value }))}><span>${
        t("Chosen unless the guest changes it")}</span></label>
    ${moreView(row, { name, counted, put })}
    <div class="row">
      ${at === 0 ? nothing : plainButton(html`${symbol("up")}<span class="visually-hidden">${
        t("Move {name} up", { name })}</span>`, () => form.set(field.name, moved(rows, at)), "quiet")}
      ${rows.length === 1 ? nothing : plainButton(html`${symbol("remove")}<span class="visually-hidden">${
        t("Take {name} away", { name })}</span>`, () => form.set(field.name, without(rows, row)), "quiet")}
    </div>
  </li>`;
}

/** @param {(value: boolean) => void} put */
const checked = (put) => (/** @type {Event} */ event) =>
  put(/** @type {HTMLInputElement} */ (event.currentTarget).checked);

/** @param {Row[]} rows @param {number} at */
const moved = (rows, at) => [...rows.slice(0, at - 1), rows[at], rows[at - 1], ...rows.slice(at + 1)];

/** @param {Row[]} rows @param {Row} row */
const without = (rows, row) => rows.filter(({ key }) => key !== row.key);
