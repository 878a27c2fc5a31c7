/** What somebody may be at a place, and what that lets them do. */

import { t } from "../../pages/texts.js";
import { html, selection } from "../../pages/view.js";

/** @typedef {"owner"|"manager"|"waiter"|"kitchen"} Role */
/** @typedef {import("../../pages/form.js").Form} Form */

/** The roles that an owner gives, with what they are called. @returns {Record<string, string>} */
export const roleNames = () => ({ waiter: t("Waiter"), kitchen: t("Kitchen"), manager: t("Manager") });

/** @returns {Record<string, string>} */
const meanings = () => ({
  waiter: t("Sees the board, opens and closes tables, orders for guests, answers calls, marks dishes as sold out."),
  kitchen: t("Sees the board, moves orders on, marks dishes as sold out."),
  manager: t("All that a waiter does, and the menu, its prices, stock and the place's settings."),
});

/** Whether a role may change the menu. @param {string|undefined} role */
export const isManager = (role) => role === "manager" || role === "owner";

/** The roles to choose from, in words. */
export const roleOptions = () => Object.entries(roleNames()).map(([value, text]) => ({ value, text }));

/** A field for the role of somebody new: a waiter, unless they are to be something else. */
export const roleField = () => ({
  name: "role", label: t("Role"), value: "waiter", hint: "", view: roleView,
});

/** @param {Form} form @param {import("../../pages/form.js").Field} field */
function roleView(form, { name, label }) {
  const id = `${form.id}-${name}`;
  const value = form.values[name];
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${selection({ label, id, options: roleOptions(), value, choose: (role) => form.set(name, role) })}
    <p class="hint">${meanings()[value]}</p>
  </div>`;
}
