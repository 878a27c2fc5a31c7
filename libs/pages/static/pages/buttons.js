/** Buttons of pages that load no forms; `fields.js` hands them on to those that do. */

import { html } from "./view.js";

/**
 * A button that does something.
 * @param {import("./view.js").Part} words
 * @param {() => void} click
 * @param {string} [look] further classes
 */
export const plainButton = (words, click, look = "") =>
  html`<button type="button" class="button ${look}" @click=${click}>${words}</button>`;
