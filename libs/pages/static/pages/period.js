/** Days of a report, as two fields have them: from and to, both included, in UTC. */

import { t } from "./texts.js";
import { html, live } from "./view.js";

/** @typedef {{from: string, to: string}} Period */

const DAY_MS = 24 * 60 * 60 * 1000;

/** @param {number} days @returns {Period} the last days, today among them */
export function lastDays(days) {
  const day = (/** @type {number} */ moment) => new Date(moment).toISOString().slice(0, 10);
  return { from: day(Date.now() - (days - 1) * DAY_MS), to: day(Date.now()) };
}

/**
 * The period with another day at one end; the other end comes along where it would lie on the wrong side. A field that
 * was emptied, or holds half a date, changes nothing.
 * @param {Period} period
 * @param {keyof Period} name
 * @param {string} day
 * @returns {Period}
 */
export function withDay({ from, to }, name, day) {
  if (!day) return { from, to };
  if (name === "from") return { from: day, to: day > to ? day : to };
  return { from: day < from ? day : from, to: day };
}

/** @param {Period} period @param {(period: Period) => void} choose */
export function periodView(period, choose) {
  const change = (/** @type {keyof Period} */ name) => (/** @type {Event} */ event) =>
    choose(withDay(period, name, /** @type {HTMLInputElement} */ (event.currentTarget).value));
  const field = (/** @type {keyof Period} */ name, /** @type {string} */ label) => html`<label class="field">
    <span>${label}</span><input type="date" required .value=${live(period[name])} @change=${change(name)}></label>`;
  return html`${field("from", t("From"))}${field("to", t("To"))}`;
}

/** "40 s", "4 min", "1 h 05 min"; a dash for nothing. @param {number|null} seconds */
export function durationText(seconds) {
  if (seconds === null) return "–";
  if (seconds < 60) return t("{count} s", { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t("{count} min", { count: minutes });
  const rest = String(minutes % 60).padStart(2, "0");
  return t("{hours} h {minutes} min", { hours: Math.floor(minutes / 60), minutes: rest });
}
