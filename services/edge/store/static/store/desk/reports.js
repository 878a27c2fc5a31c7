/** What reports are asked for, and what came. */

import { toast } from "../../pages/dom.js";
import { csv, download } from "../../pages/files.js";
import { onSignedOut } from "../../pages/login.js";
import { lastDays } from "../../pages/period.js";
import { Report } from "../../pages/report.js";
import { soon } from "../../pages/soon.js";
import { t } from "../../pages/texts.js";
import { read } from "./calls.js";
import { RECEIPTS } from "./report_receipts.js";
import { VISITS } from "./report_visits.js";
import { WEIGHTS } from "./report_weights.js";
import { page } from "./state.js";

/**
 * A report: how it is called, what is counted, where it is read, how it looks, and its rows for a file.
 * @typedef {object} Kind
 * @property {() => string} words
 * @property {() => string} about
 * @property {string} path
 * @property {(found: any, query: Query, choose: (some: Partial<Query>) => void) => unknown} view
 * @property {string[]} columns of the file
 * @property {(found: any) => Record<string, unknown>[]} rows of the file
 */

/** `machine` is "" for all.
 * @typedef {import("../../pages/period.js").Period & {kind: string, machine: string}} Query */

/** By name, in the order in which they are offered. @type {Record<string, Kind>} */
export const KINDS = { ...WEIGHTS, ...VISITS, ...RECEIPTS };

const SOON_MS = 1000; // what changes together is read once
const DAYS = 30;

/** @type {Report<Query, {kind: string, data: any}, number|undefined>} */
export const report = new Report({ ...lastDays(DAYS), kind: Object.keys(KINDS)[0], machine: "" },
  async ({ kind, from, to }) => ({ kind, data: await read(KINDS[kind].path, { from, to }) }), () => page.changed());

onSignedOut(() => report.forget());

/** Somebody has turned to it. */
export const show = () => report.show(page.state.person?.userId);

const readSoon = soon(() => report.choose({}), SOON_MS);
const TELLING = new Set(["snapshot", "visit.closed", "ticket.changed", "alert.raised"]);

/** Something has happened that is counted. @param {string} type */
export const hear = (type) => void (TELLING.has(type) && readSoon());

/** Saves what is shown as a table. */
export function save() {
  const { found, query: { from, to } } = report;
  if (!found) return;
  const { columns, rows } = KINDS[found.kind];
  download(`${found.kind}-${from}-${to}.csv`, csv(columns, rows(found.data)));
  toast(t("Saved."));
}
