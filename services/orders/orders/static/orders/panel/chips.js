// Choices that are one tap each.
import { html } from "../../pages/view.js";

/** One of several; whether it is chosen is seen and heard. */
export const chip = (words, isOn, click) =>
  html`<button type="button" class="chip" aria-pressed=${String(isOn)} @click=${click}>${words}</button>`;

/** One choice of [[key, words], …]. */
export const chipsView = (label, options, value, choose) => html`<div class="row" role="group" aria-label=${label}>${
  options.map(([key, words]) => chip(words, key === value, () => choose(key)))}</div>`;
