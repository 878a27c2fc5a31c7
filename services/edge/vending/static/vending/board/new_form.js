/** The form that makes a machine. */

import { Form, Wrong } from "../../pages/form.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { perform } from "./acts.js";
import { machineAdd, machineChange } from "./calls.js";
import { freshKeys } from "./fresh_keys.js";
import { priceField } from "./machine_forms.js";
import { address } from "./routes.js";
import { page } from "./state.js";
import { REFUSED } from "./words.js";

const ID = /^[A-Za-z0-9_-]{1,50}$/;

/** @param {string} typed */
function readId(typed) {
  if (!ID.test(typed)) throw new Wrong(t("Only letters from A to Z, digits, - and _, at most 50, as M005."));
  return typed;
}

export const newForm = () => new Form({
  changed: page.changed,
  places: { machine_exists: "machine_id", erroneous_value: "machine_id" },
  reasons: { ...REFUSED, machine_exists: () => t("There is a machine of this id already.") },
  fields: [
    { name: "machine_id", label: t("Id"), required: true, maxlength: 50, autocomplete: "off",
      autocapitalize: "characters", spellcheck: "false", read: readId, after: knownView,
      hint: t("It stands in the machine's sketch and QR code, and stays. For example M005.") },
    { name: "name", label: t("Name"), maxlength: 200, autocomplete: "off" },
    { name: "location", label: t("Where it stands"), maxlength: 200, autocomplete: "off" },
    priceField(null),
  ],
  save: async ({ machine_id: id, ...more }) => {
    const { api_key: key } = await machineAdd(id);
    freshKeys.set(id, { id: 0, key });
    perform(`set up ${id}`, machineChange(id, more), () => {});
    location.hash = address("new", id);
  },
});

/** It may have been made a moment ago by this form, whose answer was lost. @param {Form} form */
function knownView({ values, wrong }) {
  const id = values.machine_id.trim();
  if (!wrong.machine_id || !ID.test(id) || !page.state.machines.has(id)) return nothing;
  return html`<p><a href=${address("new", id)}>${t("Go on with {id}", { id })}</a></p>`;
}
