/** What the views of a page are made of: lit-html's templates, and a few of our own. */

import { outline } from "./icons.js";
import { html, nothing, render } from "./vendor/lit-html.js";

export { html, keyed, live, nothing, render, repeat } from "./vendor/lit-html.js";

/** @typedef {import("./vendor/lit-html.js").TemplateResult} Template */
/** @typedef {unknown} Part what a template takes in a gap: text, a template, a list of them, an element, `nothing` */

/**
 * Shows a view of a store in an element, now and after each change. What is moved on the page keeps the focus.
 * @template {object} State
 * @param {import("./store.js").Store<State>} store
 * @param {(state: State) => Part} view pure: the same state gives the same template
 * @param {HTMLElement} host has no other content
 * @returns {() => void} ends it
 */
export function mount(store, view, host) {
  const draw = () => {
    const focused = /** @type {HTMLElement|null} */ (document.activeElement);
    render(view(store.state), host);
    if (focused !== document.activeElement && host.contains(focused)) focused?.focus({ preventScroll: true });
  };
  draw();
  return store.watch(draw);
}

/**
 * An icon, which says nothing to screen readers.
 * @param {string} name one of icons.js
 * @returns {Template}
 */
export function symbol(name) {
  const { line, look } = outline(name);
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" class=${look}><path d=${line}></path></svg>`;
}

/**
 * A choice of one among several.
 * @param {{label: string, options: {value: string|number, text: string, lang?: string}[], value: string|number,
 *   id?: string, choose: (value: string, select: HTMLSelectElement) => void}} options `label` is for screen readers
 * @returns {Template}
 */
export function selection({ label, options, value, id, choose }) {
  const change = (/** @type {Event} */ event) => {
    const select = /** @type {HTMLSelectElement} */ (event.currentTarget);
    choose(select.value, select);
  };
  return html`<select aria-label=${label} id=${id ?? nothing} @change=${change}>
    ${options.map((each) => html`<option value=${each.value} lang=${each.lang ?? nothing}
      .selected=${String(each.value) === String(value)}>${each.text}</option>`)}
  </select>`;
}

/**
 * A message that stays in the page until it is dealt with.
 * @param {string} words
 * @param {Part} [more] what can be done about it
 * @returns {Template}
 */
export function trouble(words, more = nothing) {
  return html`<div class="card stack">
    <p class="banner" data-state="bad" role="alert">${words}</p>${more}
  </div>`;
}

/**
 * What is shown while something is on its way.
 * @param {string} words
 * @returns {Template}
 */
export const waiting = (words) =>
  html`<p class="waiting"><span class="spinner" aria-hidden="true"></span>${words}</p>`;

/**
 * What people and services have named, in one line: none turns another, nor what is around them.
 * @param {...(string|undefined)} names what is empty is left out
 */
export const namesView = (...names) =>
  names.filter(Boolean).map((name, at) => html`${at ? " · " : ""}<bdi>${name}</bdi>`);
