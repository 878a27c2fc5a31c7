/** What was paid: by kind, by who took it, tax by rate, and what was taken off. */

import { units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { amount, count, tableCard, text } from "./tables.js";
import { kindText, rateText } from "./words.js";

/** @param {import("./report.js").Found} found @param {string} days */
export const paidView = ({ takings }, days) =>
  html`<div class="tables">${tablesOf(takings).map((table) => tableCard(table, days))}</div>`;

/** @param {import("./calls.js").Takings} takings @returns {import("./tables.js").Table[]} */
const tablesOf = (takings) => [
  { name: "payments", title: t("By kind of payment"), columns: [
    text("kind", t("Kind"), ({ kind }) => kind, kindText), count("payments", t("Payments")),
    amount("amount", t("Of bills")), amount("tips", t("Tips")), amount("total", t("Together")),
    amount("refunds", t("Given back"))],
  rows: takings.paid.filter(({ payments, refunds }) => payments || units(refunds)) },
  { name: "staff", title: t("By who took it"), rows: takings.waiters, columns: [
    text("name", t("Who"), ({ name }) => name ?? "", (name) => name || t("Guests, by phone")),
    amount("amount", t("Of bills")), amount("tips", t("Tips")), count("orders", t("Orders"))] },
  { name: "tax", title: t("Value added tax"), rows: takings.taxes, columns: [
    text("vat_rate", t("Rate"), ({ vat_rate: rate }) => rate, rateText), amount("gross", t("Gross")),
    amount("net", t("Net")), amount("vat", t("Tax"))] },
  { name: "taken-off", title: t("Taken off bills"), rows: takings.taken_off, columns: [
    text("reason", t("Reason"), ({ reason }) => reason),
    text("kind", t("What"), ({ kind }) => kind, (kind) => (kind === "void" ? t("Not charged") : t("Discount"))),
    text("user", t("Who"), ({ user }) => user), count("count", t("How often")), amount("amount", t("Amount"))] },
];
