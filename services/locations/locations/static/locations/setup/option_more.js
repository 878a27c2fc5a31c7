/** What is rarely said of an option: its name in other languages, what is in it, what it takes from stock. */

import { t } from "../../pages/texts.js";
import { html, live } from "../../pages/view.js";
import { chipsView } from "./allergens.js";
import { nameOfTag, tags, typed } from "./words_field.js";

/** @typedef {import("./option_rows.js").Row} Row */
/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {(change: Partial<Row>) => void} Put */

/**
 * @param {Row} row
 * @param {{name: string, counted: Product[], put: Put}} of
 */
export function moreView(row, { name, counted, put }) {
  const isMore = row.additives || row.product_id || row.allergens.length || Object.keys(row.words).length;
  return html`<details class="more" ?open=${Boolean(isMore)}>
    <summary>${t("Languages, allergens, stock")}<span class="visually-hidden"> ${name}</span></summary>
    <div class="stack">
      ${wordsView(row, put)}
      <fieldset class="field labels"><legend>${t("Allergens")}<span class="visually-hidden"> ${name}</span></legend>${
        chipsView(row.allergens, (allergens) => put({ allergens }))}</fieldset>
      <label class="field"><span>${t("Additives, with commas between them")}</span><input type="text"
        dir="auto" maxlength="1000" autocomplete="off" .value=${live(row.additives)}
        @input=${typed((value) => put({ additives: value }))}></label>
      ${stockView(row, counted, put)}
    </div>
  </details>`;
}

/** @param {Row} row @param {Put} put */
function wordsView({ words }, put) {
  const said = (/** @type {string} */ tag) => typed((name) => put({ words: { ...words, [tag]: { name } } }));
  return html`<div class="beside">${tags().map((tag) => html`
    <label class="field"><span>${t("What it is called")} (${nameOfTag(tag)})</span><input type="text" dir="auto"
      lang=${tag} maxlength="100" autocomplete="off" .value=${live(words[tag]?.name ?? "")}
      @input=${said(tag)}></label>`)}</div>`;
}

/** @param {Row} row @param {Product[]} counted @param {Put} put */
function stockView(row, counted, put) {
  if (counted.length === 0) return html`<p class="hint">${t("To count it, give a product a stock first.")}</p>`;
  const choose = (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLSelectElement} */ (event.currentTarget);
    put({ product_id: value ? Number(value) : null });
  };
  return html`<label class="field"><span>${t("Takes one from the stock of")}</span><select @change=${choose}>
    <option value="" ?selected=${row.product_id === null}>${t("Nothing: nobody counts")}</option>
    ${counted.map(({ id, name }) => html`<option value=${id} ?selected=${row.product_id === id}>${name}</option>`)}
  </select></label>`;
}
