/** What days have brought: which were asked for, what came and when, and files of it. */

import { now } from "../../pages/ages.js";
import { toast } from "../../pages/dom.js";
import { saveFile } from "../../pages/files.js";
import { Report } from "../../pages/report.js";
import { t } from "../../pages/texts.js";
import { bookRead, receiptsExport, takingsRead } from "./calls.js";
import { daysOf, today } from "./days.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Takings} Takings */
/** `from` and `to` are those of other days.
 * @typedef {{choice: import("./days.js").Choice, from: string, to: string}} Query */
/** `at` is when it was read, `begins` the hour at which days begin, `choice` what was asked for.
 * @typedef {{takings: Takings, begins: number, at: number, choice: import("./days.js").Choice}} Found */

/** Time zone of a place, and the hour at which its days begin.
 * @type {Map<number, {timezone: string, begins: number}>} */
const clocks = new Map();

/** @type {Report<Query, Found, number>} */
export const report = new Report({ choice: "today", from: "", to: "" }, read, page.changed);

/** @param {Query} query @param {number} place @returns {Promise<Found>} */
async function read(query, place) {
  const [{ day_begins: begins }, takings] = await Promise.all([bookRead(place), readDays(query, place)]);
  clocks.set(place, { timezone: takings.timezone, begins });
  return { takings, begins, at: now(), choice: query.choice };
}

/** @param {Query} query @param {number} place */
async function readDays({ choice, from, to }, place) {
  if (choice === "today") return takingsRead(place, null);
  if (choice === "chosen") return takingsRead(place, { from, to });
  return takingsRead(place, daysOf(choice, await presentDay(place)));
}

/** The day that it is at a place: by what is known of its clock, else as the service says it. @param {number} place */
async function presentDay(place) {
  const known = clocks.get(place);
  return known ? today(known.timezone, known.begins) : (await takingsRead(place, null)).from;
}

/** The figures of now. */
export const refresh = () => report.choose({});

/** @param {import("./days.js").Choice} choice */
export function choose(choice) {
  const { from = "", to = "" } = report.found?.takings ?? {};
  return report.choose(choice === "chosen" ? { choice, from, to } : { choice });
}

/** Saves the receipts of the days that are shown. */
export async function saveReceipts() {
  const { found } = report;
  if (!found || !page.state.place) return;
  try {
    const { blob, name } = await receiptsExport(page.state.place.id, found.takings);
    saveFile(name, blob);
    toast(t("Saved."));
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
