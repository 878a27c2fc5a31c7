/** The scales of a machine: what they weigh now, and what lies on them. */

import { plainButton } from "../../pages/buttons.js";
import { confirm } from "../../pages/dialog.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { money, units } from "../../pages/money.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, waiting } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { scaleClear } from "./calls.js";
import { readAgain } from "./machine.js";
import { edit, editing, forgetScales, measure } from "./scale_form.js";
import { page } from "./state.js";
import { gramsText } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Scale} Scale */

/** A scale: what is planned there, and what it weighs; `grams` is null where it has told nothing.
 * @typedef {{id: string, plan: Scale|undefined, grams: number|null}} Row */

const names = new Intl.Collator("en", { numeric: true });

/**
 * @param {State} state @param {string} machine
 * @param {import("./calls.js").Now|null} told what it weighs @param {Map<string, Scale>} plan
 */
export function scalesCard(state, machine, told, plan) {
  const weighed = new Map((told?.scales ?? []).map(({ scale_id: id, weight_g: grams }) => [id, grams]));
  const rows = [...new Set([...weighed.keys(), ...plan.keys()])].sort(names.compare)
    .map((id) => ({ id, plan: plan.get(id), grams: weighed.get(id) ?? null }));
  const isNew = editing.now?.scale === "";
  return html`<section class="card stack scales"><h3>${t("Scales")}</h3>
    ${rows.length ? html`<ul class="shelves">${repeat(rows, ({ id }) => id, (row) =>
        rowView(state, machine, row))}</ul>`
      : told ? html`<p>${t("It has not told any weight yet. Its scales are shown here as soon as it does.")}</p>`
        : waiting(t("One moment…"))}
    ${isNew ? formPart(machine) : html`<div>${plainButton(html`${symbol("plus")}${t("Another scale")}`,
      () => begin(machine, ""))}</div>`}</section>`;
}

/** @param {State} state @param {string} machine @param {Row} row */
function rowView(state, machine, { id, plan, grams }) {
  const isOpen = editing.now?.scale === id;
  return html`<li class="shelf" data-planned=${String(Boolean(plan))}><div class="row">
      <strong class="number"><bdi>${id}</bdi></strong>
      <div class="grow">${plan ? planView(plan) : html`<span class="badge" data-state="warn">${symbol("warn")}${
        t("Nobody has said what lies here")}</span>`}</div>
      <p class="weight">${grams === null ? t("no weight yet") : weightView(grams, plan)}</p>
      ${isOpen ? nothing : html`<button type="button" class="button" aria-label="${
        plan ? t("Change") : t("Say what lies here")}: ${id}" @click=${() => begin(machine, id, plan)}>${
        plan ? t("Change") : t("Say what lies here")}</button>`}</div>
    ${isOpen ? formPart(machine, plan) : nothing}${onItsWay(state, `clear ${machine} ${id}`)}</li>`;
}

/** @param {Scale} plan */
const planView = ({ name, product_id: product, unit_weight_g: unit, tolerance_g: tolerance, unit_price: price }) =>
  html`<p><bdi>${name ?? t("Product {id}", { id: String(product) })}</bdi>${
    price === null ? nothing : html` <span class="soft">${money(units(price))}</span>`}</p>
  <p class="soft small">${t("{unit} g each, ± {tolerance} g", { unit, tolerance })}</p>`;

/** @param {number} grams @param {Scale|undefined} plan */
function weightView(grams, plan) {
  const count = plan ? Math.max(0, Math.round(grams / plan.unit_weight_g)) : 0;
  return html`<strong>${gramsText(grams)}</strong>${plan
    ? html` <span class="soft small">${n("about {count} unit", "about {count} units", count)}</span>` : nothing}`;
}

/** @param {string} machine @param {string} scale @param {Scale} [plan] */
function begin(machine, scale, plan) {
  edit(machine, scale, plan);
  page.changed();
  page.flush();
  /** @type {HTMLElement|null} */ (document.querySelector(".scales form input"))?.focus();
}

/** @param {string} machine @param {Scale} [plan] */
function formPart(machine, plan) {
  const { now } = editing;
  if (!now) return nothing;
  const { form, scale } = now;
  return html`<div class="shelf-form">${formView(form, {
    label: scale ? t("What lies on scale {id}", { id: scale }) : t("Another scale"),
    content: html`${fieldsView(form, "scale", "product")}
      <div class="pair close">${fieldsView(form, "unit", "tolerance")}</div>${scale ? measureView(machine) : nothing}`,
    actions: html`${submitButton(form, t("Save"))}${plainButton(t("Cancel"), cancel, "quiet")}${plan
      ? plainButton(t("Clear this scale"), () => clear(machine, plan), "quiet drop") : nothing}`,
  })}</div>`;
}

/** @param {string} machine */
function measureView(machine) {
  const { measured, hint, busy } = editing.now ?? {};
  return html`<div class="row">${plainButton(html`${symbol("refresh")}${t("Measure a unit")}`, () => measure(machine))}
    <p class="hint grow" role="status">${busy ? t("One moment…") : measured
      ? (measured.status === "PICKED" ? t("{grams} were taken at {time}.", measuredWords(measured))
        : t("{grams} were put there at {time}.", measuredWords(measured)))
      : hint || t("Take one unit off, or put one on; then press this.")}</p></div>`;
}

/** @param {import("./calls.js").Change} change */
const measuredWords = ({ weight_change_g: grams, event_time: at }) =>
  ({ grams: gramsText(grams), time: dayAndClock(at) });

function cancel() {
  forgetScales();
  page.changed();
}

/** @param {string} machine @param {Scale} plan */
async function clear(machine, { scale_id: scale }) {
  const text = t("What is taken from it from then on is on the tickets without a product.");
  if (!await confirm({ title: t("Clear scale {id}?", { id: scale }), text, yes: t("Clear it"), danger: true })) return;
  cancel();
  perform(`clear ${machine} ${scale}`, scaleClear(machine, scale), readAgain);
}
