/** What forms look like: fields with their labels, what is wrong with them, and the buttons. */

import { html, live, nothing, symbol } from "./view.js";

export { plainButton } from "./buttons.js";

/** @typedef {import("./form.js").Field} Field */
/** @typedef {import("./form.js").Form} Form */
/** @typedef {import("./view.js").Part} Part */
/** @typedef {import("./view.js").Template} Template */

/** The id of a field's control. @param {Form} form @param {string} name */
export const idOf = (form, name) => `${form.id}-${name}`;

/** Puts the focus on a field, also when it is folded away. @param {Form} form @param {string} name */
export function reach(form, name) {
  const control = document.getElementById(idOf(form, name));
  control?.closest("details")?.setAttribute("open", "");
  control?.focus();
}

/**
 * The form with its fields, its message and its buttons.
 * @param {Form} form
 * @param {{label: string, content: Part, actions: Part}} parts
 * @returns {Template}
 */
export function formView(form, { label, content, actions }) {
  return html`<form class="stack form" novalidate aria-label=${label} aria-busy=${String(form.busy)}
      @submit=${(/** @type {SubmitEvent} */ event) => submitted(form, event)}>
    ${content}
    <p class="banner" data-state="bad" role="alert" ?hidden=${!form.trouble}>${form.trouble}</p>
    <div class="row actions">${actions}</div>
  </form>`;
}

/** A password manager may have filled fields in without a word: they are read once more. */
async function submitted(/** @type {Form} */ form, /** @type {SubmitEvent} */ event) {
  event.preventDefault();
  const element = /** @type {HTMLFormElement} */ (event.currentTarget);
  for (const { name } of form.fields) {
    const control = element.elements.namedItem(name);
    const typed = control instanceof HTMLInputElement && typeof form.values[name] === "string";
    if (typed) form.values[name] = control.value;
  }
  const button = /** @type {HTMLButtonElement|null} */ (event.submitter);
  const where = await form.submit(button?.value);
  if (where) reach(form, where);
  else if (where === "") element.querySelector(":scope > .banner")?.scrollIntoView({ block: "nearest" });
}

/**
 * A button that saves the form.
 * @param {Form} form
 * @param {Part} words
 * @param {{look?: string, value?: string}} [options] `look` are further classes
 * @returns {Template}
 */
export function submitButton(form, words, { look = "primary", value } = {}) {
  return html`<button type="submit" class="button ${look}" value=${value ?? nothing}
    aria-disabled=${String(form.busy)}>${words}</button>`;
}

/** The fields with these names, each by its own view. @param {Form} form @param {...string} names */
export function fieldsView(form, ...names) {
  const shown = names.length ? form.fields.filter(({ name }) => names.includes(name)) : form.fields;
  return shown.map((field) => (field.view ?? fieldView)(form, field));
}

/**
 * A field for a text, with its label, its hint and what is wrong with it.
 * @param {Form} form
 * @param {Field} field
 * @returns {Template}
 */
export function fieldView(form, field) {
  const id = idOf(form, field.name);
  return html`<div class="field">
    <label for=${id}>${field.label}</label>
    <p class="hint" id="${id}-hint" ?hidden=${!field.hint}>${field.hint}</p>
    ${field.multiline ? area(form, field, id) : input(form, field, id)}
    ${field.after?.(form, field) ?? nothing}
    ${problem(form, field)}
  </div>`;
}

/** The line that says what is wrong with a field. @param {Form} form @param {Field} field */
export function problem(form, { name }) {
  const words = form.wrong[name];
  return html`<p class="problem" id="${idOf(form, name)}-error" ?hidden=${!words}>
    ${symbol("warn")}<span>${words}</span></p>`;
}

/** @param {Form} form @param {Field} field @param {string} id */
function input(form, field, id) {
  return html`<input id=${id} name=${field.name} type=${field.type ?? "text"} dir="auto" ?required=${field.required}
    aria-describedby="${id}-hint ${id}-error" aria-invalid=${String(Boolean(form.wrong[field.name]))}
    autocomplete=${field.autocomplete ?? nothing} autocapitalize=${field.autocapitalize ?? nothing}
    inputmode=${field.inputmode ?? nothing} maxlength=${field.maxlength ?? nothing}
    spellcheck=${field.spellcheck ?? nothing} .value=${live(form.values[field.name])}
    @input=${typing(form, field.name)} @change=${() => field.settled?.(form)}
    @keydown=${(/** @type {KeyboardEvent} */ event) => field.keyed?.(form, event)}
    @keyup=${(/** @type {KeyboardEvent} */ event) => field.keyed?.(form, event)}>`;
}

/** @param {Form} form @param {Field} field @param {string} id */
function area(form, field, id) {
  return html`<textarea id=${id} name=${field.name} dir="auto" ?required=${field.required}
    aria-describedby="${id}-hint ${id}-error" aria-invalid=${String(Boolean(form.wrong[field.name]))}
    maxlength=${field.maxlength ?? nothing} rows=${field.rows ?? nothing} .value=${live(form.values[field.name])}
    @input=${typing(form, field.name)}></textarea>`;
}

/** @param {Form} form @param {string} name */
const typing = (form, name) => (/** @type {InputEvent} */ event) =>
  form.set(name, /** @type {HTMLInputElement|HTMLTextAreaElement} */ (event.currentTarget).value);
