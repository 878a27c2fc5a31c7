/** Small things of several views: how something stands, and when it was. */

import { clock, dayAndClock } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";

/** @param {string} state "good", "warn", "bad" or "" @param {string} icon @param {string} words */
export const badge = (state, icon, words) =>
  html`<span class="badge" data-state=${state || nothing}>${symbol(icon)}${words}</span>`;

/** The time of day; with the day, unless it is today. @param {string} at */
export const momentText = (at) =>
  (new Date(at).toDateString() === new Date().toDateString() ? clock(at) : dayAndClock(at));
