/** Which days are looked at. Days are business days of the place, such as "2026-11-28". */

import { now } from "../../pages/ages.js";
import { t } from "../../pages/texts.js";

/** @typedef {"today"|"yesterday"|"week"|"month"|"before"|"chosen"} Choice */
/** @typedef {{from: string, to: string}} Days */

/** In their order. @type {Record<Choice, () => string>} */
export const CHOICES = {
  today: () => t("Today"), yesterday: () => t("Yesterday"), week: () => t("This week"), month: () => t("This month"),
  before: () => t("Last month"), chosen: () => t("Other days"),
};
const DAY_MS = 24 * 60 * 60 * 1000;

/** @param {string} day @param {number} count */
export const daysAfter = (day, count) => dayOf(Date.parse(day) + count * DAY_MS);

/** @param {number} moment in UTC */
const dayOf = (moment) => new Date(moment).toISOString().slice(0, 10);

/**
 * The business day that it is at a place.
 * @param {string} timezone
 * @param {number} begins the hour at which a day begins, by the clock on the wall
 */
export function today(timezone, begins) {
  const parts = new Intl.DateTimeFormat("en-u-nu-latn", {
    timeZone: timezone, year: "numeric", month: "numeric", day: "numeric", hour: "numeric", hourCycle: "h23",
  }).formatToParts(now());
  const { year, month, day, hour } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return dayOf(Date.UTC(year, month - 1, day, hour - begins));
}

/**
 * The days that a choice means; "chosen" has its own.
 * @param {Exclude<Choice, "chosen">} choice
 * @param {string} present the day that it is
 * @returns {Days}
 */
export function daysOf(choice, present) {
  const first = `${present.slice(0, 8)}01`;
  const last = daysAfter(first, -1);
  const monday = (new Date(present).getUTCDay() + 6) % 7; // days since the last one
  return {
    today: { from: present, to: present },
    yesterday: { from: daysAfter(present, -1), to: daysAfter(present, -1) },
    week: { from: daysAfter(present, -monday), to: present },
    month: { from: first, to: present },
    before: { from: `${last.slice(0, 8)}01`, to: last },
  }[choice];
}
