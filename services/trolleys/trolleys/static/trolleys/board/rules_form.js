/** The form of what a place decides about its trolleys. */

import { toast } from "../../pages/dom.js";
import { idOf } from "../../pages/fields.js";
import { Form } from "../../pages/form.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { wholeOf } from "../../pages/whole.js";
import { rulesGet, rulesPut } from "./calls.js";

/** @typedef {import("./calls.js").Rules} Rules */

const PAGE_TEXT = 200; // characters

/** @param {number} place @param {() => void} changed the store's */
export const rulesRead = async (place, changed) => makeForm(place, await rulesGet(place), changed);

/** @param {number} place @param {Rules} rules @param {() => void} changed */
function makeForm(place, rules, changed) {
  return new Form({
    changed,
    fields: [
      { name: "spot_check_percent", label: t("Spot checks, of a hundred visits"),
        value: String(rules.spot_check_percent), inputmode: "numeric", maxlength: 3,
        read: wholeOf(0, 100), hint: t("Drawn by chance. 0 means never.") },
      { name: "spot_check_items", label: t("Things that are scanned in a spot check"),
        value: String(rules.spot_check_items), inputmode: "numeric", maxlength: 2, read: wholeOf(1, 20) },
      { name: "cash", label: t("Cash is taken by the staff"), value: rules.cash, view: checkView },
      { name: "page_text", label: t("What the page of each trolley says"), value: rules.page_text, multiline: true,
        rows: 3, maxlength: PAGE_TEXT,
        hint: t("Shoppers read it when they start, such as “Bags are at the till.” Empty: nothing.") },
    ],
    save: async (values) => {
      await rulesPut(place, values);
      toast(t("Saved."));
    },
  });
}

/** @param {Form} form @param {import("../../pages/form.js").Field} field */
function checkView(form, { name, label }) {
  const change = (/** @type {Event} */ event) =>
    form.set(name, /** @type {HTMLInputElement} */ (event.currentTarget).checked);
  return html`<label class="check"><input type="checkbox" id=${idOf(form, name)} .checked=${form.values[name]}
    @change=${change}><span>${label}</span></label>`;
}
