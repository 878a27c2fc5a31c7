/** Lists of short names (categories, tags, allergens): tap what applies, add what is missing. */

import { idOf, problem, reach } from "../../pages/fields.js";
import { say } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, symbol } from "../../pages/view.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {{chosen: string[], known: string[], typed: string}} Value  `typed` is not added yet */

const MOST = 50;
const LONGEST = 100;

/** @param {string} one @param {string} other */
const same = (one, other) => one.localeCompare(other, undefined, { sensitivity: "accent" }) === 0;

/** The names of a list on the wire. @param {{name: string}[]} list */
export const names = (list) => list.map((each) => each.name);

/** Each name once, whatever its case; the first spelling wins. @param {string[]} all */
export function distinct(all) {
  /** @type {string[]} */
  const found = [];
  for (const one of all) if (!found.some((other) => same(one, other))) found.push(one);
  return found;
}

/** What was typed and not added yet counts, too: nobody should lose a word by forgetting a button. */
const all = (/** @type {Value} */ { chosen, typed }) =>
  (typed.trim() ? distinct([...chosen, typed.trim()]) : chosen);

/**
 * A field whose value is a list of names; `known` are offered, the chosen ones first of all.
 * @param {{name: string, label: string, hint?: string, chosen: string[], known: string[], adding: string}} options
 * @returns {Field}
 */
export const labelsField = ({ name, label, hint, chosen, known, adding }) => ({
  name, label, hint,
  value: { chosen, known: distinct([...chosen, ...known]), typed: "" },
  raw: all,
  read: (/** @type {string[]} */ found) => found.map((each) => ({ name: each })),
  view: (form, field) => labelsView(form, field, adding),
});

/** @param {Form} form @param {Field} field @param {string} adding */
function labelsView(form, field, adding) {
  /** @type {Value} */
  const value = form.values[field.name];
  return html`<fieldset class="field labels">
    <legend>${field.label}</legend>
    ${field.hint ? html`<p class="hint">${field.hint}</p>` : nothing}
    <div class="chips" ?hidden=${value.known.length === 0}>
      ${value.known.map((each) => html`<button type="button" class="chip" dir="auto"
        aria-pressed=${String(value.chosen.includes(each))}
        @click=${() => toggle(form, field, each)}>${each}</button>`)}
    </div>
    ${addingView(form, field, adding)}
    ${problem(form, field)}
  </fieldset>`;
}

/** @param {Form} form @param {Field} field @param {string} adding */
function addingView(form, field, adding) {
  const id = idOf(form, field.name);
  const value = form.values[field.name];
  const input = (/** @type {InputEvent} */ event) => {
    const { value: typed } = /** @type {HTMLInputElement} */ (event.currentTarget);
    form.set(field.name, { ...form.values[field.name], typed });
  };
  return html`<label class="visually-hidden" for=${id}>${adding}</label>
    <div class="row adding">
      <input id=${id} type="text" dir="auto" maxlength=${LONGEST} autocomplete="off" enterkeyhint="done"
        aria-describedby="${id}-error" placeholder=${adding} .value=${live(value.typed)} @input=${input}
        @keydown=${(/** @type {KeyboardEvent} */ event) => pressed(form, field, event)}>
      <button type="button" class="button" aria-label=${adding}
        @click=${() => add(form, field)}>${symbol("plus")}</button>
    </div>`;
}

/** @param {Form} form @param {Field} field @param {string} name */
function toggle(form, field, name) {
  /** @type {Value} */
  const value = form.values[field.name];
  const without = value.chosen.filter((each) => each !== name);
  const chosen = without.length < value.chosen.length ? without : [...value.chosen, name];
  form.set(field.name, { ...value, chosen });
}

/**
 * The enter key adds the word; it does not send the form.
 * @param {Form} form
 * @param {Field} field
 * @param {KeyboardEvent} event
 */
function pressed(form, field, event) {
  if (event.key !== "Enter" || event.isComposing || !form.values[field.name].typed.trim()) return;
  event.preventDefault();
  add(form, field);
}

/** @param {Form} form @param {Field} field */
function add(form, field) {
  /** @type {Value} */
  const { chosen, known, typed } = form.values[field.name];
  const word = typed.trim();
  if (!word) return form.fail(field.name, t("Write a word first."));
  if (chosen.length >= MOST) return form.fail(field.name, t("50 is the most here."));
  const name = known.find((each) => same(each, word)) ?? word;
  const added = { chosen: distinct([...chosen, name]), known: distinct([...known, name]), typed: "" };
  form.set(field.name, { ...form.values[field.name], ...added });
  reach(form, field.name);
  return say(t("{name} was added.", { name }));
}
