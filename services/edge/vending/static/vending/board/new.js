/** A new machine, from its box to its first sale. Where it goes on follows from the server, not from memory. */

import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, waiting } from "../../pages/view.js";
import { drawCode } from "./machine_code.js";
import { lookAt } from "./machine_follow.js";
import { forms } from "./machine_forms.js";
import { events, ledger } from "./machine_state.js";
import { newForm } from "./new_form.js";
import { stepsView } from "./new_steps.js";
import { address } from "./routes.js";
import { backView } from "./standing_view.js";

export { hear } from "./machine_follow.js";

/** @typedef {import("./state.js").State} State */

let form = newForm();

/** @param {import("./routes.js").Route} route */
export function show({ id }) {
  if (!id) return;
  form = newForm(); // for the next one
  lookAt(id);
  ledger.show(id);
  events.show(id);
  drawCode(id);
}

/** @param {State} state */
export function view(state) {
  const { route: { id }, machines, link } = state;
  if (!id) return entryView();
  const machine = machines.get(id);
  if (machine && forms.id === id) return stepsView(state, machine);
  if (!machines.size && !link.since) return waiting(t("One moment…"));
  return html`${backView()}<div class="card stack"><h2 tabindex="-1">${t("There is no machine {id}", { id })}</h2>
    <p><a href=${address("new")}>${t("Set up a new machine")}</a></p></div>`;
}

const entryView = () => html`${backView()}<h2 tabindex="-1">${t("New machine")}</h2>
  <div class="card narrow">${formView(form, { label: t("New machine"), content: fieldsView(form),
    actions: submitButton(form, t("Make it")) })}</div>`;
