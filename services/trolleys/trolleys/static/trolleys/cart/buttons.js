/** Buttons of these pages, which load no forms. */

import { html } from "../../pages/view.js";

/**
 * A button that does something.
 * @param {import("../../pages/view.js").Part} words
 * @param {() => void} click
 * @param {string} [look] further classes
 */
export const plainButton = (words, click, look = "") =>
  html`<button type="button" class="button ${look}" @click=${click}>${words}</button>`;
