/** What customers say: read, moved on, and moved back. */

import { toast } from "../../pages/dom.js";
import { Report } from "../../pages/report.js";
import { soon } from "../../pages/soon.js";
import { t } from "../../pages/texts.js";
import { perform } from "./acts.js";
import { read } from "./calls.js";
import { lookAgain } from "./desk.js";
import { page } from "./state.js";

/** @typedef {"new"|"in_review"|"closed"} Status */

/**
 * @typedef {object} Feedback
 * @property {number} feedback_id
 * @property {string} machine_id
 * @property {number} rating 1 to 5
 * @property {string|null} comment
 * @property {string} timestamp
 * @property {Status} status
 * @property {string} name of the machine
 * @property {string|null} transaction_id null for what is of no sale
 */

/** @typedef {{status: Status, machine: string, offset: number}} Query  `machine` is "" for all */
/** @typedef {{status: Status, count: number, results: Feedback[], counts: Record<Status, number>}} Found */

export const SIZE = 50;
const SOON_MS = 150; // what changes together is read once

/** @param {Query} query @returns {Promise<Found>} */
const feedbackRead = async ({ status, machine, offset }) => ({
  status, ...await read("/edge/feedback/", { status, limit: SIZE, offset, ...(machine && { machine_id: machine }) }),
});

/** @type {Query} */
const first = { status: "new", machine: "", offset: 0 };

export const feedback = new Report(first, feedbackRead, () => page.changed());

/** Somebody has turned to it. */
export const show = () => feedback.show(page.state.person?.userId);

/** Other rows, from the first on. @param {Partial<Query>} some */
export const choose = (some) => feedback.choose({ offset: 0, ...some });

const readSoon = soon(() => feedback.choose({}), SOON_MS);

/** Reads it anew soon, and the counts of the tabs. */
function readAgain() {
  lookAgain();
  readSoon();
}

/** An event of the stream. @param {string} type @param {any} data */
export function hear(type, data) {
  if (type === "event.logged" && data.type.startsWith("feedback")) readAgain();
}

/** Moves one on; the message takes it back. @param {Feedback} one @param {Status} status @param {string} words */
export function move(one, status, words) {
  change(one, status, () => {
    toast(words, { action: { label: t("Undo"), run: () => change(one, one.status, () => {}) } });
  });
}

/** @param {Feedback} one @param {Status} status @param {() => void} done */
function change({ feedback_id: id }, status, done) {
  perform(`feedback ${id}`, { method: "PATCH", path: `/api/feedback/${id}/`, body: { status } }, () => {
    done();
    readAgain();
  });
}
