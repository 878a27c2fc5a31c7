/** Counting the drawer: the sum as it is typed, or by how many there are of each coin and note. */

import { typedText } from "../../pages/amount.js";
import { fieldView, idOf } from "../../pages/fields.js";
import { money } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, live } from "../../pages/view.js";
import { amountField } from "./amount_field.js";
import { coins, sumOf } from "./coins.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

/** The field of what was counted. @returns {Field} */
export function countedField() {
  /** How many there are, as typed, by coin. @type {Record<string, string>} */
  const counts = {};
  return amountField("counted", t("Counted in the drawer"), {
    view: (form, field) => html`<div class="stack">${fieldView(form, field)}${coinsView(form, field, counts)}</div>`,
  });
}

/** @param {Form} form @param {Field} field @param {Record<string, string>} counts */
function coinsView(form, field, counts) {
  const type = (/** @type {number} */ coin) => (/** @type {Event} */ event) => {
    counts[coin] = /** @type {HTMLInputElement} */ (event.currentTarget).value;
    form.set(field.name, typedText(sumOf(counts)));
  };
  return html`<details class="coins"><summary>${t("Count coins and notes")}</summary>
    <div class="coin-fields" role="group" aria-label=${t("How many there are of each")}>${coins.map((coin) => html`
      <label for="${idOf(form, field.name)}-${coin}"><span class="money">${money(coin)}</span>
        <span aria-hidden="true">×</span><input id="${idOf(form, field.name)}-${coin}" inputmode="numeric" maxlength="6"
          autocomplete="off" .value=${live(counts[coin] ?? "")} @input=${type(coin)}></label>`)}</div>
    <p class="hint" role="status">${t("Together {sum}", { sum: money(sumOf(counts)) })}</p></details>`;
}
