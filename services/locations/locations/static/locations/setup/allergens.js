/** The fourteen allergens as chips: tap everything that is in it. */

import { idOf, problem } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { allergenName, allergens } from "../../pages/words.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

/** The codes in the order of the services. @param {string[]} codes */
const inOrder = (codes) => allergens().filter((each) => codes.includes(each));

/** @param {string[]} chosen codes @returns {Field} */
export const allergensField = (chosen) => ({
  name: "allergens", label: t("Allergens"), value: chosen, raw: inOrder,
  view: (form, field) => html`<fieldset class="field labels" id=${idOf(form, field.name)} tabindex="-1">
    <legend>${field.label}</legend>
    <p class="hint">${t("Tap everything that is in it. Guests read it in their language.")}</p>
    ${chipsView(form.values[field.name], (codes) => form.set(field.name, codes))}
    ${problem(form, field)}
  </fieldset>`,
});

/** @param {string[]} chosen @param {(codes: string[]) => void} put */
export const chipsView = (chosen, put) => html`<div class="chips">${allergens().map((code) => html`
  <button type="button" class="chip" aria-pressed=${String(chosen.includes(code))}
    @click=${() => put(inOrder(toggled(chosen, code)))}>${allergenName(code)}</button>`)}</div>`;

/** @param {string[]} chosen @param {string} code */
const toggled = (chosen, code) =>
  (chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]);
