/** The rates of value added tax of a place: the first is that of products without one. */

import { idOf, plainButton, problem } from "../../pages/fields.js";
import { Wrong } from "../../pages/form.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing } from "../../pages/view.js";
import { rateText } from "./rate_field.js";
import { percent } from "./values.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

const MOST = 6;

/** @param {string[]} rates in percent @returns {Field} */
export const ratesField = (rates) => ({
  name: "vat_rates", label: t("Rates of value added tax, in %"), value: rates.map(rateText), view, read,
  raw: (/** @type {string[]} */ typed) => typed.map((each) => each.trim()),
});

/** @param {string[]} typed */
function read(typed) {
  const rates = typed.map((each) => percent(each));
  if (rates.includes(null)) throw new Wrong(t("Write a percentage such as 7 or 19 into each field."));
  if (new Set(rates.map(Number)).size < rates.length) throw new Wrong(t("One of these rates stands here twice."));
  return rates;
}

/** @param {Form} form @param {Field} field */
function view(form, field) {
  const { name, label } = field;
  /** @type {string[]} */
  const rates = form.values[name];
  const id = idOf(form, name);
  const put = (/** @type {number} */ at, /** @type {string} */ typed) => form.set(name, rates.with(at, typed));
  return html`<fieldset class="field stack"><legend>${label}</legend>
    <p class="hint" id="${id}-hint">${
      t("The first one is the standard: that of products without a rate of their own.")}</p>
    ${rates.map((rate, at) => html`<div class="row"><input class="grow" id=${at ? `${id}-${at}` : id}
      inputmode="decimal" maxlength="6" autocomplete="off"
      aria-label=${at ? t("Rate no. {number}", { number: at + 1 }) : t("Standard rate")}
      aria-describedby="${id}-hint ${id}-error" aria-invalid=${String(Boolean(form.wrong[name]))} .value=${live(rate)}
      @input=${(/** @type {Event} */ event) => put(at, /** @type {HTMLInputElement} */ (event.currentTarget).value)}>
      ${at ? plainButton(t("Remove"), () => form.set(name, rates.toSpliced(at, 1)), "quiet") : nothing}</div>`)}
    ${rates.length < MOST ? html`<div>${plainButton(t("Add a rate"), () => form.set(name, [...rates, ""]))}</div>`
      : nothing}
    ${problem(form, field)}</fieldset>`;
}
