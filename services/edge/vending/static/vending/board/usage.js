/** What machines sell and take, and files of it. */

import { toast } from "../../pages/dom.js";
import { saveFile } from "../../pages/files.js";
import { signedFile } from "../../pages/login.js";
import { lastDays } from "../../pages/period.js";
import { Report } from "../../pages/report.js";
import { soon } from "../../pages/soon.js";
import { read } from "./calls.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** Money in minor units: `takings` came, `refunded` went back. `failed` are sales of which nothing came out.
 * @typedef {{sales: number, units: number, takings: number, refunded: number, net: number, failed: number}} Figures */

/**
 * @typedef {object} Usage
 * @property {Figures} totals
 * @property {(Figures & {day: string})[]} days all of them, UTC
 * @property {(Figures & {machine_id: string, name: string})[]} machines
 * @property {{hour: number, sales: number}[]} hours of the day, UTC
 */

/** @typedef {import("../../pages/period.js").Period & {machine: string}} Query  `machine` is "" for all */

const FILE_MS = 60_000; // a year of three hundred machines takes a while
const SOON_MS = 500; // what changes together is read once

/** @param {Query} query @returns {Record<string, string>} */
const asked = ({ from, to, machine }) => ({ from, to, ...(machine && { machine_id: machine }) });

/** @param {Query} query @returns {Promise<Usage>} */
const usageRead = (query) => read("/edge/usage/", asked(query));

export const usage = new Report({ ...lastDays(30), machine: "" }, usageRead, () => page.changed());

/** Somebody has turned to it. */
export const show = () => usage.show(page.state.person?.userId);

const readAgain = soon(() => usage.choose({}), SOON_MS);

/** Money has come or gone, or something has come out. @param {string} type */
export const hear = (type) => void (type === "transaction.changed" && readAgain());

/**
 * Saves a table of these days: `usage` has a line for each machine and day, `transactions` one for each sale.
 * @param {"usage"|"transactions"} table
 */
export async function save(table) {
  const path = `/edge/${table}/csv/?${new URLSearchParams(asked(usage.query))}`;
  try {
    const { blob } = await signedFile(path, { headers: { Accept: "text/csv" }, envelope: "detail", timeout: FILE_MS });
    saveFile(`${table}-${usage.query.from}-${usage.query.to}.csv`, blob);
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
