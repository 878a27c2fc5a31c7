/** What a place decides about its trolleys: how often staff look into one, and cash. */

import { toast } from "../../pages/dom.js";
import { fieldsView, formView, idOf, submitButton } from "../../pages/fields.js";
import { Form, Wrong } from "../../pages/form.js";
import { t } from "../../pages/texts.js";
import { html, nothing, trouble, waiting } from "../../pages/view.js";
import { rulesGet, rulesPut } from "./calls.js";
import { Report } from "./report.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Rules} Rules */

const report = new Report({}, async (_, place) => makeForm(place, await rulesGet(place)));

/** @param {number} least @param {number} most */
const whole = (least, most) => (/** @type {string} */ typed) => {
  const number = Number(typed);
  if (!/^\d+$/.test(typed.trim()) || number < least || number > most) {
    throw new Wrong(t("A whole number from {least} to {most}.", { least, most }));
  }
  return number;
};

/** @param {number} place @param {Rules} rules */
function makeForm(place, rules) {
  return new Form({
    changed: page.changed,
    fields: [
      { name: "spot_check_percent", label: t("Spot checks, of a hundred visits"), value: String(rules.spot_check_percent),
        inputmode: "numeric", maxlength: 3, read: whole(0, 100), hint: t("Drawn by chance. 0 means never.") },
      { name: "spot_check_items", label: t("Things that are scanned in a spot check"),
        value: String(rules.spot_check_items), inputmode: "numeric", maxlength: 2, read: whole(1, 20) },
      { name: "cash", label: t("Cash is taken by the staff"), value: rules.cash, view: checkView },
    ],
    save: async (values) => {
      await rulesPut(place, values);
      toast(t("Saved."));
    },
  });
}

/** @param {Form} form @param {import("../../pages/form.js").Field} field */
function checkView(form, { name, label }) {
  return html`<label class="check"><input type="checkbox" id=${idOf(form, name)} .checked=${form.values[name]}
    @change=${(/** @type {Event} */ event) => form.set(name, /** @type {HTMLInputElement} */ (event.currentTarget).checked)}>
    <span>${label}</span></label>`;
}

export function rulesView() {
  report.show();
  const { found: form, error, busy } = report;
  if (error) return trouble(explain(error));
  if (!form) return busy ? waiting(t("One moment…")) : nothing;
  return html`<div class="card narrow">${formView(form, {
    label: t("Rules"), content: fieldsView(form), actions: submitButton(form, t("Save")) })}</div>`;
}
