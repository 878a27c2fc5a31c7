/** Which groups of options are asked for with a product, in the order in which they were tapped. */

import { idOf, problem } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { address } from "./routes.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {import("../../pages/options.js").OptionGroup} OptionGroup */

/**
 * @param {number[]} chosen ids
 * @param {OptionGroup[]} groups of the place
 * @param {number} placeId
 * @returns {Field}
 */
export const groupsField = (chosen, groups, placeId) => ({
  name: "option_groups", label: t("Options"), value: chosen, hint: t("What guests choose with it, such as its size."),
  view: (form, field) => groupsView(form, field, groups, placeId),
});

/** @param {Form} form @param {Field} field @param {OptionGroup[]} groups @param {number} placeId */
function groupsView(form, field, groups, placeId) {
  /** @type {number[]} */
  const chosen = form.values[field.name];
  const toggle = (/** @type {number} */ id) =>
    form.set(field.name, chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return html`<fieldset class="field labels" id=${idOf(form, field.name)} tabindex="-1">
    <legend>${field.label}</legend>
    <p class="hint">${field.hint}</p>
    <div class="chips" ?hidden=${groups.length === 0}>
      ${groups.map(({ id, name }) => html`<button type="button" class="chip" dir="auto"
        aria-pressed=${String(chosen.includes(id))} @click=${() => toggle(id)}>${name}</button>`)}
    </div>
    <p><a href=${address(placeId, "menu", "options")}>${t("Groups of options")}</a></p>
    ${problem(form, field)}
  </fieldset>`;
}
