// Choices that are one tap each: words, and lines of a bill.
import { money, units } from "../../pages/money.js";
import { html } from "../../pages/view.js";

/** One of several; whether it is chosen is seen and heard. */
export const chip = (words, isOn, click) =>
  html`<button type="button" class="chip" aria-pressed=${String(isOn)} @click=${click}>${words}</button>`;

/** One choice of [[key, words], …]. */
export const chipsView = (label, options, value, choose) => html`<div class="row" role="group" aria-label=${label}>${
  options.map(([key, words]) => chip(words, key === value, () => choose(key)))}</div>`;

/** A line of a bill that is chosen or not, with an amount; `turn(isOn)`. */
export const lineCheck = ({ quantity, name, options }, amount, isOn, turn) => html`<label class="check">
  <input type="checkbox" .checked=${isOn} @change=${({ target }) => turn(target.checked)}>
  <span class="grow">${quantity}× <bdi>${name}</bdi>${
    options.length ? html` (<bdi>${options.join(", ")}</bdi>)` : ""}</span>
  <span class="money">${money(units(amount))}</span></label>`;
