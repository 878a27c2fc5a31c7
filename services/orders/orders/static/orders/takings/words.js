/** What things are called, and why something was refused. */

import { money, units } from "../../pages/money.js";
import { explain as explainAny } from "../../pages/refusals.js";
import { language, t } from "../../pages/texts.js";

/** @param {import("./calls.js").Kind} kind */
export const kindText = (kind) => ({ cash: t("Cash"), card: t("Card"), online: t("On the phone") })[kind] ?? kind;

/** @param {string} step */
export const stepText = (step) => ({
  accepted: t("Accepted"), preparing: t("Being prepared"), ready: t("Ready"), served: t("Served"),
})[step] ?? step;

/** An amount of the services as the reader writes it. @param {string} text */
export const shown = (text) => money(units(text));

/** What amounts are together, in the smallest unit. @param {string[]} texts */
export const total = (texts) => texts.reduce((sum, text) => sum + units(text), 0);

/** "19 %". @param {string} rate */
export const rateText = (rate) => `${rate.replace(/\.?0+$/, "") || "0"} %`;

const days = new Intl.DateTimeFormat(`${language}-u-nu-latn`,
  { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** A day such as "2026-11-28" as the reader writes it. @param {string} day */
export const dayText = (day) => days.format(new Date(`${day}T00:00:00Z`));

const moments = new Intl.DateTimeFormat(`${language}-u-nu-latn`, { dateStyle: "medium", timeStyle: "short" });

/** A moment with its day and year. @param {string} iso */
export const momentText = (iso) => moments.format(new Date(iso));

/** @type {import("../../pages/refusals.js").Words} */
const WORDS = {
  erroneous_value: () => t("This was not understood: at most 366 days, and amounts with the decimals of the currency."),
  bill_changed: () => t("Something was paid or moved meanwhile. The figures are new; what you counted is still here."),
  too_much: () => t("That is more than there is."),
  forbidden: () => t("You do not work at this place any more."),
};

/** @param {unknown} error */
export const explain = (error) => explainAny(error, WORDS);
