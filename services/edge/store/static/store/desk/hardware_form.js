/** What the forms of scanners and cameras have in common. */

import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { idOf, problem } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, nothing, selection } from "../../pages/view.js";
import { perform } from "./acts.js";
import { hardwareRemove } from "./calls.js";
import { readHardware } from "./hardware.js";
import { address } from "./routes.js";

/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {import("../../pages/form.js").Form} Form */

const LONGEST = 100; // characters of a name, a model, a maker

/** A choice of one among several. @param {string} name @param {string} label @param {string} value
 * @param {{value: string, text: string}[]} options @param {string} [hint] @returns {Field} */
export const choiceField = (name, label, value, options, hint = "") => ({
  name, label, value, hint, view: (form, field) => html`<div class="field">
    <label for=${idOf(form, name)}>${label}</label>
    ${hint ? html`<p class="hint">${hint}</p>` : nothing}
    ${selection({ label, id: idOf(form, name), value: form.values[name], options,
      choose: (chosen) => form.set(name, chosen) })}
    ${problem(form, field)}</div>`,
});

/** @param {Partial<import("./calls.js").Hardware>} row @returns {Field} */
export const nameField = (row) => ({
  name: "name", label: t("Name"), value: row.name ?? "", required: Boolean(row.id), maxlength: LONGEST,
  autocomplete: "off", hint: row.id ? "" : t("Without one it gets a short one."),
});

/** Maker, model, and whether it is on. @param {Partial<import("./calls.js").Hardware>} row @returns {Field[]} */
export const commonFields = (row) => [
  { name: "company", label: t("Maker"), value: row.company ?? "", maxlength: LONGEST, autocomplete: "off" },
  { name: "model_number", label: t("Model"), value: row.model_number ?? "", maxlength: LONGEST, autocomplete: "off" },
  choiceField("operation_status", t("Operation"), row.operation_status ?? "", [
    { value: "", text: t("Not said") }, { value: "ON", text: t("On") }, { value: "OFF", text: t("Off") }],
  t("A note for people: it switches nothing.")),
];

/** What is sent: of one that is there, only what was changed, so that nobody else's change is undone; a new one without
 * a name gets one by itself. @param {Record<string, any>} values @param {Record<string, any>} [row] as it was */
export function hardwareValues({ name, ...values }, row) {
  if (!row) return name ? { name, ...values } : values;
  const isOther = (/** @type {[string, any]} */ [key, value]) =>
    JSON.stringify(value) !== JSON.stringify(row[key] ?? "");
  return Object.fromEntries(Object.entries({ name, ...values }).filter(isOther));
}

/** Takes one out of use. @param {"scanners"|"cameras"} kind @param {string} id @param {string} name
 * @param {string} text what it means */
export async function remove(kind, id, name, text) {
  if (!await confirm({ title: t("Remove {name}?", { name }), text, yes: t("Remove it"), danger: true })) return;
  perform(`remove ${id}`, hardwareRemove(kind, id), () => {
    toast(t("It is removed."));
    readHardware();
    location.hash = address("gates");
  });
}
