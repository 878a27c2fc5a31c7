/** How visits are reviewed. */

import { chartView, figuresView, tableView } from "../../pages/charts.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";

/** `visits` is the sum of the others. @typedef {{visits: number, by_hand: number, by_itself: number, waiting: number}}
 *   Reviewed */

/** @type {Record<string, import("./reports.js").Kind>} */
export const VISITS = {
  reviews: {
    words: () => t("Reviewed by hand"),
    about: () => t("Visits of customers, by the day on which they ended (UTC)."),
    path: "/edge/store/reports/reviews/", view,
    columns: ["day", "visits", "by_hand", "by_itself", "waiting"],
    rows: ({ days }) => days,
  },
};

/** @param {number} part @param {number} whole */
export const percent = (part, whole) => (whole ? `${Math.round((part / whole) * 100)} %` : "–");

/** Of what is not waiting any more, how much was done by hand. @param {Reviewed} counts */
const share = ({ visits, by_hand: byHand, waiting }) => percent(byHand, visits - waiting);

/** @param {{totals: Reviewed, days: (Reviewed & {day: string})[]}} found */
function view({ totals, days }) {
  return html`${figuresView([[t("Visits"), totals.visits], [t("By hand"), `${totals.by_hand} (${share(totals)})`],
      [t("By itself"), totals.by_itself], [t("Waiting"), totals.waiting]])}
    ${totals.visits ? daysView(days) : html`<p class="card" role="status">${t("No visit ended on these days.")}</p>`}`;
}

/** @param {(Reviewed & {day: string})[]} days */
function daysView(days) {
  const heads = [t("Day"), t("Visits"), t("By hand"), t("By itself"), t("Waiting"), t("Share by hand")];
  return html`<div class="charts">
      ${chartView(t("Share by hand, by day"), { of: t("Day"), what: t("Share by hand") },
        days.map(({ day, visits, by_hand: byHand, waiting }) => [day, visits - waiting
          ? Math.round((byHand / (visits - waiting)) * 100) : 0]), (value) => `${value} %`)}
      ${chartView(t("Visits by day"), { of: t("Day"), what: t("Visits") },
        days.map(({ day, visits }) => [day, visits]))}</div>
    <section class="card stack"><h3>${t("By day")}</h3>${tableView(t("By day"), heads,
      days.filter(({ visits }) => visits).map((day) =>
        [day.day, day.visits, day.by_hand, day.by_itself, day.waiting, share(day)]))}</section>`;
}
