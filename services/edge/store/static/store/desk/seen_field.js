/** The field that says which machines a camera sees. */

import { idOf, problem } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, repeat } from "../../pages/view.js";
import { page } from "./state.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

/** Its value are the numbers of the machines; those that are retired meanwhile fall out.
 * @param {string} name @param {string[]} value @returns {Field} */
export const seenField = (name, value) => ({
  name, label: t("Machines that it sees"), value, view: seenView,
  read: (/** @type {string[]} */ chosen) => chosen.filter((id) => page.state.rows?.has(id)),
});

/** @param {Form} form @param {Field} field */
function seenView(form, field) {
  const chosen = /** @type {string[]} */ (form.values[field.name]);
  const rows = [...(page.state.rows?.values() ?? [])];
  const toggle = (/** @type {string} */ id) =>
    form.set(field.name, chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return html`<fieldset class="field" id=${idOf(form, field.name)} tabindex="-1"><legend>${field.label}</legend>
    ${rows.length ? repeat(rows, ({ machine_id: id }) => id, ({ machine_id: id, display_name: name }) => html`
      <label class="check"><input type="checkbox" .checked=${chosen.includes(id)} @change=${() => toggle(id)}>
        <span><bdi>${name}</bdi> <span class="soft small">${id}</span></span></label>`)
      : html`<p class="hint">${t("There are no machines yet.")}</p>`}
    ${problem(form, field)}</fieldset>`;
}
