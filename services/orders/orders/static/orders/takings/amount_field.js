/** A field for an amount of money, as people write it; what may be meant otherwise is asked. */

import { readTyped, typedText, written } from "../../pages/amount.js";
import { fieldView, plainButton, reach } from "../../pages/fields.js";
import { Wrong } from "../../pages/form.js";
import { decimals, money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

/**
 * The field; its value is saved as the services take it.
 * @param {string} name
 * @param {string} label
 * @param {Partial<Field>} [more]
 * @returns {Field}
 */
export const amountField = (name, label, more = {}) => ({
  name, label, required: true, inputmode: "decimal", maxlength: 24, autocomplete: "off", read,
  view: (form, field) => html`<div>${fieldView(form, field)}${offersView(form, field)}</div>`,
  ...more,
});

/** @param {string} typed */
function read(typed) {
  const { amount, offers } = readTyped(typed);
  if (amount !== null) return amount;
  if (offers.length) throw new Wrong(t("Which amount do you mean?"));
  throw new Wrong(t("Write an amount such as {example}.", { example: typedText(12 * 10 ** decimals) }));
}

/** @param {Form} form @param {Field} field */
function offersView(form, field) {
  if (!form.wrong[field.name]) return nothing;
  const { offers } = readTyped(String(form.values[field.name]).trim());
  const take = (/** @type {string} */ offer) => () => {
    form.set(field.name, written(offer));
    reach(form, field.name);
  };
  return html`<div class="row offers" role="group" aria-label=${t("Amounts that may be meant")}>${
    offers.map((offer) => plainButton(money(units(offer)), take(offer)))}</div>`;
}
