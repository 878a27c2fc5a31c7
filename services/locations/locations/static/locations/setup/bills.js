/** How a place takes money: what stands on its receipts, its rates of tax, tips, when its day begins. */

import { fieldsView, formView, idOf, submitButton } from "../../pages/fields.js";
import { Wrong } from "../../pages/form.js";
import { takingsOf } from "../../pages/places.js";
import { t } from "../../pages/texts.js";
import { html, live, selection, symbol } from "../../pages/view.js";
import { billsGet, billsSave } from "./calls.js";
import { release, watch } from "./guard.js";
import { ratesField } from "./rates_field.js";
import { makeForm } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {import("./calls.js").Bills} Settings */

const MOST_TIPS = 5;
const LATEST = 12; // hours at which a day may begin

/** Whole percentages, as "5, 10, 15"; throws Wrong. @param {string} typed */
function tips(typed) {
  const found = typed.split(/[\s,;%]+/).filter(Boolean);
  const numbers = found.map(Number);
  const isGood = found.every((each) => /^\d{1,3}$/.test(each)) && numbers.every((each) => each >= 1 && each <= 100);
  if (!isGood || numbers.length > MOST_TIPS || new Set(numbers).size < numbers.length) {
    throw new Wrong(t("Write up to five whole percentages from 1 to 100, such as 5, 10, 15."));
  }
  return numbers;
}

/** @param {Settings} settings @returns {Field[]} */
const fieldsOf = (settings) => [
  { name: "name", label: t("Name on receipts"), value: settings.name, maxlength: 200, autocomplete: "organization",
    hint: t("As the tax office knows your business.") },
  { name: "address", label: t("Address on receipts"), value: settings.address, maxlength: 500, multiline: true,
    rows: 3 },
  { name: "tax_number", label: t("Tax number"), value: settings.tax_number, maxlength: 50, autocomplete: "off" },
  { name: "footer", label: t("Words at the end of receipts"), value: settings.footer, maxlength: 500, multiline: true,
    rows: 2, hint: t("Such as “Thank you, come again!”") },
  ratesField(settings.vat_rates),
  { name: "tips", label: t("Tips that guests are offered, in %"), value: settings.tips.join(", "), read: tips,
    maxlength: 40, autocomplete: "off", hint: t("Such as 5, 10, 15. Empty: guests are offered none.") },
  { name: "pays_online", label: t("Guests may pay on their phones"), value: settings.pays_online, view: checkView },
  { name: "close_paid", label: t("A table closes itself once all is paid and served"), value: settings.close_paid,
    view: checkView },
  { name: "asks_unpaid", label: t("Staff are asked before they close a table that has not paid"),
    value: settings.asks_unpaid, view: checkView },
  { name: "day_begins", label: t("A business day begins at"), value: settings.day_begins, view: hourView,
    hint: t("What is paid at night before this hour belongs to the day before.") },
];

/** @param {Form} form @param {Field} field */
const checkView = (form, { name, label }) => html`<label class="check"><input type="checkbox" id=${idOf(form, name)}
  .checked=${live(form.values[name])} @change=${(/** @type {Event} */ event) =>
  form.set(name, /** @type {HTMLInputElement} */ (event.currentTarget).checked)}><span>${label}</span></label>`;

/** @param {Form} form @param {Field} field */
function hourView(form, { name, label, hint }) {
  const options = Array.from({ length: LATEST + 1 },
    (_, hour) => ({ value: hour, text: `${String(hour).padStart(2, "0")}:00` }));
  return html`<div class="field"><label for=${idOf(form, name)}>${label}</label><p class="hint">${hint}</p>
    ${selection({ label, id: idOf(form, name), options, value: form.values[name],
      choose: (hour) => form.set(name, Number(hour)) })}</div>`;
}

/** The part of the page. */
export class Bills {
  /** @type {Form|null} */
  form = null;

  /** @param {import("../../pages/places.js").Place} place */
  constructor(place) {
    this.place = place;
  }

  /** Reads the settings; throws what the service answers. */
  async load() {
    this.#put(await billsGet(this.place.id));
  }

  /** @param {Settings} settings */
  #put(settings) {
    const form = makeForm({
      fields: fieldsOf(settings),
      save: async (values) => {
        await billsSave(this.place.id, values);
        tell(t("Saved: bills and receipts are like this from now on."));
      },
      reasons: { erroneous_value: () => t("Something here cannot be saved as it is. Check each field.") },
    });
    this.form = form;
    release();
    watch(() => form.dirty());
  }

  view() {
    const form = /** @type {Form} */ (this.form);
    return html`<div class="stack narrow">
      <p class="hint">${t("Receipts that are there already stay as they are.")}</p>
      <div class="card">${formView(form, { label: t("Bills"), content: fieldsView(form),
        actions: submitButton(form, t("Save")) })}</div>
      <p><a class="button" href=${takingsOf(this.place.id)}>${symbol("bill")}${
        t("Takings and closing the day")}</a></p></div>`;
  }
}
