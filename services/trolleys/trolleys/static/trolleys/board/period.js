/** Days of a report, as two fields have them: from and to, both included, in UTC. */

import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";

/** @typedef {{from: string, to: string}} Period */

const DAY_MS = 24 * 60 * 60 * 1000;

/** @param {number} days @returns {Period} the last days, today among them */
export function lastDays(days) {
  const day = (/** @type {number} */ moment) => new Date(moment).toISOString().slice(0, 10);
  return { from: day(Date.now() - (days - 1) * DAY_MS), to: day(Date.now()) };
}

/** @param {Period} period @param {(period: Period) => void} choose */
export function periodView(period, choose) {
  const field = (/** @type {keyof Period} */ name, /** @type {string} */ label) => html`<label class="field">
    <span>${label}</span><input type="date" required .value=${period[name]} @change=${(/** @type {Event} */ event) =>
      choose({ ...period, [name]: /** @type {HTMLInputElement} */ (event.currentTarget).value })}></label>`;
  return html`${field("from", t("From"))}${field("to", t("To"))}`;
}

/** "4 min", "1 h 05 min"; a dash for nothing. @param {number|null} seconds */
export function durationText(seconds) {
  if (seconds === null) return "–";
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t("{count} min", { count: minutes });
  return t("{hours} h {minutes} min", { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, "0") });
}
