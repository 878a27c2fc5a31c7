/** What a machine is called and costs, where it stands, its keys, its QR code. */

import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, trouble, waiting } from "../../pages/view.js";
import { keysCard } from "./keys_view.js";
import { codeCard, drawCode } from "./machine_code.js";
import { forms, settingsForm } from "./machine_forms.js";
import { more } from "./machine_state.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */

/** @param {string} id */
export async function showSettings(id) {
  await Promise.all([more.show(id), drawCode(id)]);
  const isMine = forms.settings?.dirty() || forms.settings?.busy; // somebody types, or saves
  if (more.found && forms.id === id && !isMine) forms.settings = settingsForm(more.found);
  page.changed();
}

/** @param {State} state @param {import("./fleet.js").Standing} standing */
export function settingsView(state, { machine }) {
  const { error, found } = more;
  const id = machine.machine_id;
  if (error && !found) {
    return trouble(explain(error), html`<p>${plainButton(t("Try again"), () => showSettings(id))}</p>`);
  }
  if (!found || !forms.settings) return waiting(t("One moment…"));
  return html`<div class="machine-cards">${formCard(forms.settings)}
    <div class="stack">${codeCard(machine)}${keysCard(state, id, found.keys)}</div></div>`;
}

/** @param {import("../../pages/form.js").Form} form */
function formCard(form) {
  return html`<section class="card stack"><h3>${t("Name, price, place")}</h3>${formView(form, {
    label: t("Name, price, place"),
    content: html`${fieldsView(form, "name", "location", "unit_price_paise")}
      <div class="pair">${fieldsView(form, "latitude", "longitude")}</div>
      <div>${plainButton(t("I am standing here"), () => locate(form))}</div>`,
    actions: submitButton(form, t("Save")) })}</section>`;
}

/** Fills in where this device is. @param {import("../../pages/form.js").Form} form */
function locate(form) {
  const refused = () =>
    toast(t("This device does not tell where it is. Type the numbers, for example from a map."), { kind: "warn" });
  if (!navigator.geolocation) return refused();
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    form.set("latitude", coords.latitude.toFixed(6));
    form.set("longitude", coords.longitude.toFixed(6));
    toast(t("Within {metres} m. Save it, if that is right.", { metres: Math.round(coords.accuracy) }));
  }, refused, { enableHighAccuracy: true, timeout: 15_000 });
}
