/** What a place decides about its trolleys: how often staff look into one, cash, and what their pages say. */

import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { currency, money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, trouble, waiting } from "../../pages/view.js";
import { mayDecide } from "./rights.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../../pages/form.js").Form} Form */

/** @param {State} state */
export function rulesView(state) {
  const { found: form, error, busy } = state.reports.rules;
  if (error) return trouble(explain(error));
  if (!form) return busy ? waiting(t("One moment…")) : nothing;
  return html`<div class="card narrow stack">${mayDecide(state) ? ownView(form) : readView(form)}
    <p class="hint">${t("Amounts are shown as {amount} ({currency}). The operator of this site sets the currency.",
      { amount: money(units("1234.50")), currency })}</p></div>`;
}

/** @param {Form} form */
const ownView = (form) => formView(form, {
  label: t("Rules"), content: fieldsView(form), actions: submitButton(form, t("Save")) });

/** Whoever does not own the place reads them. @param {Form} form */
function readView({ fields, values }) {
  const words = (/** @type {string|boolean} */ value) => {
    if (typeof value === "string") return value || "–";
    return value ? t("yes") : t("no");
  };
  return html`<dl class="facts">${fields.map(({ name, label }) => html`<div><dt>${label}</dt>
    <dd>${words(values[name])}</dd></div>`)}</dl>
    <p>${t("The owner of the place changes these.")}</p>`;
}
