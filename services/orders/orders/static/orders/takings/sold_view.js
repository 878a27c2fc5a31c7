/** What was ordered: by hour, dish, category and guests, what was cancelled, and how long guests have waited. */

import { chartView } from "../../pages/charts.js";
import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { amount, count, fileButton, tableCard, text } from "./tables.js";
import { stepText } from "./words.js";

/** @typedef {import("./report.js").Found} Found */

const DAY = 24; // hours

/** @param {Found} found @param {string} days */
export const soldView = (found, days) => html`<div class="charts">${hoursView(found, days)}</div>
  <div class="tables">${tablesOf(found).map((table) => tableCard(table, days))}</div>`;

/** From the first hour in which something was ordered to the last one, as they follow from the beginning of the day.
 * @param {Found} found */
function hoursOf({ takings: { hours }, begins }) {
  const places = hours.map(({ hour }) => (hour - begins + DAY) % DAY);
  const first = Math.min(...places);
  return Array.from({ length: Math.max(...places) - first + 1 }, (_, at) => {
    const hour = (first + at + begins) % DAY;
    return hours.find((each) => each.hour === hour) ?? { hour, orders: 0, quantity: 0, amount: "0" };
  });
}

/** @param {number} hour */
const hourText = (hour) => `${String(hour).padStart(2, "0")}:00`;

/** @param {Found} found @param {string} days */
function hoursView(found, days) {
  if (!found.takings.hours.length) return nothing;
  const rows = hoursOf(found);
  const title = t("Sold by hour");
  const columns = [text("hour", t("Hour"), ({ hour }) => hourText(hour)), count("quantity", t("Units")),
    amount("amount", t("Sold"))];
  return chartView(title, { of: t("Hour"), what: t("Sold") },
    rows.map(({ hour, amount: sold }) => [hourText(hour), units(sold)]), money,
    fileButton({ name: "hours", title, columns, rows }, days));
}

/** @param {Found} found @returns {import("./tables.js").Table[]} */
const tablesOf = ({ takings }) => [
  { name: "dishes", title: t("By dish"), rows: takings.dishes, columns: [
    text("dish", t("Dish"), ({ name }) => name), text("category", t("Category"), ({ category }) => category),
    count("quantity", t("Units")), amount("amount", t("Sold")), amount("discount", t("Discounts")),
    amount("voided", t("Not charged"))] },
  { name: "categories", title: t("By category"), rows: takings.categories, columns: [
    text("category", t("Category"), ({ name }) => name, (name) => name || t("Without a category")),
    count("quantity", t("Units")), amount("amount", t("Sold"))] },
  { name: "guests", title: t("By guests at a table"), rows: takings.tables, columns: [
    text("guests", t("Phones at the table"), ({ guests }) => guests), count("tables", t("Tables")),
    amount("amount", t("Sold"))] },
  { name: "waits", title: t("How long guests waited"), rows: takings.waits, columns: [
    text("step", t("From the order until"), ({ step }) => step, stepText), count("orders", t("Orders")),
    minutes("median", t("Half within, min")), minutes("nine_of_ten", t("Nine of ten within, min"))] },
  { name: "cancelled", title: t("Cancelled"), rows: takings.cancelled, columns: [
    text("reason", t("Reason"), ({ reason }) => reason, (reason) => reason || t("Without a reason")),
    count("orders", t("Orders")), count("quantity", t("Units")), amount("amount", t("Worth"))] },
];

/** A column of seconds that are shown, and written, as minutes. @param {string} name @param {string} head */
const minutes = (name, head) => /** @type {import("./tables.js").Column} */ (
  { name: `${name}_minutes`, head, kind: "count", of: (row) => Math.round(row[name] / 6) / 10 });
