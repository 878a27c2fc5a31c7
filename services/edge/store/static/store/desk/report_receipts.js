/** Receipts: how long they take, how many are contested, what they bring, and what was sold. */

import { chartView, figuresView, tableView } from "../../pages/charts.js";
import { money, units } from "../../pages/money.js";
import { durationText } from "../../pages/period.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { percent } from "./report_visits.js";

/** Seconds, null where there is no receipt. @typedef {{receipts: number, median_s: number|null, p90_s: number|null}}
 *   Wait */
/** @typedef {{receipts: number, contested: number}} Disputes */
/** Amounts are decimal texts. @typedef {{receipts: number, total: string, paid: string, due: string}} Takings */
/** @typedef {{product_id: number, name: string, quantity: number, total: string}} Goods */

const MOST_COLUMNS = 40; // of a chart: more cannot be told from each other

/** @type {Record<string, import("./reports.js").Kind>} */
export const RECEIPTS = {
  waits: {
    words: () => t("Time to receipt"),
    about: () => t("From the exit until all tickets of a visit were complete first, by the day of that (UTC)."),
    path: "/edge/store/reports/waits/", view: waitsView,
    columns: ["day", "receipts", "median_s", "p90_s"], rows: ({ days }) => days,
  },
  disputes: {
    words: () => t("Contested"),
    about: () => t("Receipts, by the day on which they were complete first (UTC), and how many were ever contested."),
    path: "/edge/store/reports/disputes/", view: disputesView,
    columns: ["day", "machine_id", "display_name", "receipts", "contested"],
    rows: ({ days, machines }) => [...days, ...machines],
  },
  takings: {
    words: () => t("Takings"),
    about: () => t("Receipts, by the day on which they were complete first (UTC)."),
    path: "/edge/store/reports/takings/", view: takingsView,
    columns: ["day", "receipts", "total", "paid", "due", "currency"],
    rows: ({ days, currency }) => days.map((/** @type {Takings} */ day) => ({ ...day, currency })),
  },
  goods: {
    words: () => t("Goods"),
    about: () => t("What stands on the receipts that were complete first on these days (UTC)."),
    path: "/edge/store/reports/goods/", view: goodsView,
    columns: ["product_id", "name", "quantity", "total", "currency"],
    rows: ({ products, currency }) => products.map((/** @type {Goods} */ each) => ({ ...each, currency })),
  },
};

/** @param {{totals: Wait, days: (Wait & {day: string})[]}} found */
function waitsView({ totals, days }) {
  return html`${figuresView([[t("Receipts"), totals.receipts], [t("Median"), durationText(totals.median_s)],
      [t("90 % within"), durationText(totals.p90_s)]])}
    ${totals.receipts ? waitsByDay(days) : noneView()}`;
}

/** @param {(Wait & {day: string})[]} days */
function waitsByDay(days) {
  const [day, heads] = [t("Day"), [t("Day"), t("Receipts"), t("Median"), t("90 % within")]];
  return html`<div class="charts">
      ${chartView(t("Median by day"), { of: day, what: t("Median") },
        days.map(({ day: name, median_s: seconds }) => [name, seconds ?? 0]), durationText)}
      ${chartView(t("90 % within, by day"), { of: day, what: t("90 % within") },
        days.map(({ day: name, p90_s: seconds }) => [name, seconds ?? 0]), durationText)}</div>
    ${card(t("By day"), heads, days.filter(({ receipts }) => receipts).map((row) =>
      [row.day, row.receipts, durationText(row.median_s), durationText(row.p90_s)]))}`;
}

/** @param {{totals: Disputes, days: (Disputes & {day: string})[],
 *   machines: (Disputes & {machine_id: string, display_name: string})[]}} found */
function disputesView({ totals, days, machines }) {
  return html`${figuresView([[t("Receipts"), totals.receipts], [t("Contested"), totals.contested],
      [t("Rate"), rate(totals)]])}
    ${totals.receipts ? disputesBy(days, machines) : noneView()}`;
}

/** @param {Disputes} counts */
const rate = ({ receipts, contested }) => percent(contested, receipts);

/** @param {(Disputes & {day: string})[]} days
 * @param {(Disputes & {machine_id: string, display_name: string})[]} machines */
function disputesBy(days, machines) {
  const heads = [t("Receipts"), t("Contested"), t("Rate")];
  return html`<div class="charts">
      ${chartView(t("Rate by day"), { of: t("Day"), what: t("Rate") }, days.map(({ day, receipts, contested }) =>
        [day, receipts ? Math.round((contested / receipts) * 100) : 0]), (value) => `${value} %`)}
      ${machines.length && machines.length <= MOST_COLUMNS ? chartView(t("Contested by machine"),
        { of: t("Machine"), what: t("Contested") }, machines.map(({ display_name: name, contested }) =>
          [name, contested])) : nothing}</div>
    ${card(t("By machine"), [t("Machine"), ...heads], machines.map((row) =>
      [html`<bdi>${row.display_name}</bdi>`, row.receipts, row.contested, rate(row)]))}
    ${card(t("By day"), [t("Day"), ...heads], days.filter(({ receipts }) => receipts).map((row) =>
      [row.day, row.receipts, row.contested, rate(row)]))}`;
}

/** @param {string} text */
const shown = (text) => money(units(text));

/** @param {{totals: Takings, days: (Takings & {day: string})[]}} found */
function takingsView({ totals, days }) {
  return html`${figuresView([[t("Receipts"), totals.receipts], [t("Sum"), shown(totals.total)],
      [t("Paid"), shown(totals.paid)], [t("Due"), shown(totals.due)]])}
    ${totals.receipts ? takingsByDay(days) : noneView()}`;
}

/** @param {(Takings & {day: string})[]} days */
function takingsByDay(days) {
  const heads = [t("Day"), t("Receipts"), t("Sum"), t("Paid"), t("Due")];
  return html`<div class="charts">
      ${chartView(t("Takings by day"), { of: t("Day"), what: t("Sum") },
        days.map(({ day, total }) => [day, units(total)]), money)}
      ${chartView(t("Due, by day"), { of: t("Day"), what: t("Due") }, days.map(({ day, due }) => [day, units(due)]),
        money)}</div>
    ${card(t("By day"), heads, days.filter(({ receipts }) => receipts).map((row) =>
      [row.day, row.receipts, shown(row.total), shown(row.paid), shown(row.due)]))}`;
}

/** The dearest first. @param {{products: Goods[]}} found */
function goodsView({ products }) {
  if (!products.length) return html`<p class="card" role="status">${t("Nothing was sold on these days.")}</p>`;
  const best = products.slice(0, MOST_COLUMNS);
  const rows = products.map(({ name, quantity, total }) => [html`<bdi>${name}</bdi>`, quantity, shown(total)]);
  return html`${chartView(t("Takings by product"), { of: t("Product"), what: t("Sum") },
      best.map(({ name, total }) => [name, units(total)]), money)}
    ${card(t("By product"), [t("Product"), t("Units"), t("Sum")], rows)}`;
}

const noneView = () => html`<p class="card" role="status">${t("No receipt was made on these days.")}</p>`;

/** @param {string} title @param {string[]} heads @param {unknown[][]} rows */
const card = (title, heads, rows) => (rows.length
  ? html`<section class="card stack"><h3>${title}</h3>${tableView(title, heads, rows)}</section>` : nothing);
