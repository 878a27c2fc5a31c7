/** A new machine. */

import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { Form, Wrong } from "../../pages/form.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { sent } from "./acts.js";
import { machineAdd } from "./calls.js";
import { readRows } from "./follow.js";
import { address } from "./routes.js";
import { backView } from "./standing_view.js";
import { page } from "./state.js";
import { REFUSED } from "./words.js";

const ID = /^[A-Za-z0-9_-]{1,50}$/;
const LONGEST_NAME = 100;

/** @param {string} typed */
function readId(typed) {
  if (!ID.test(typed)) throw new Wrong(t("Only letters from A to Z, digits, - and _, at most 50, as 2001."));
  return typed;
}

const makeForm = () => {
  const form = new Form({
    changed: page.changed, reasons: REFUSED, places: { machine_exists: "machine_id" },
    fields: [
      { name: "machine_id", label: t("Number"), required: true, maxlength: 50, autocomplete: "off",
        autocapitalize: "none", spellcheck: "false", read: readId,
        hint: t("It says this number of itself. It stays, and is never given out twice. For example 2001.") },
      { name: "display_name", label: t("Name"), required: true, maxlength: LONGEST_NAME, autocomplete: "off",
        hint: t("For people, as: Drinks, left of the door.") },
    ],
    save: async ({ machine_id: id, display_name: name }) => {
      await sent(form, machineAdd(id, name));
      readRows();
      location.hash = address("machine", id);
    },
  });
  return form;
};

let form = makeForm();

/** Somebody has turned to it; what was typed and not sent is still there. */
export function show() {
  if (!form.dirty() && !form.busy) form = makeForm();
  page.changed();
}

export const view = () => html`${backView("machines", t("All machines"))}<h2 tabindex="-1">${t("New machine")}</h2>
  <div class="card narrow">${formView(form, { label: t("New machine"), content: fieldsView(form),
    actions: submitButton(form, t("Add it")) })}</div>`;
