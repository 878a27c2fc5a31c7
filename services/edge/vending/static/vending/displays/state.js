/** What the page knows. */

import { makeStore } from "../../pages/store.js";

/** @typedef {import("./calls.js").Display} Display */
/** @typedef {import("./calls.js").Trouble} Trouble */

/**
 * @typedef {object} State
 * @property {"waiting"|"none"|"shown"} stage "none" outside of a demo
 * @property {Map<string, Seen>} machines by id, in their order
 * @property {Map<string, import("./calls.js").Row>} rows what stands on each machine, by id
 * @property {Map<string, Trouble>} acts what was chosen to go wrong and is not taken over yet, by machine
 * @property {import("../../pages/stream.js").State} link
 */

/** A machine as one sees it; `fell` is whether something has just fallen out.
 * @typedef {Display & {fell: boolean}} Seen */

/** @type {State} */
const beginning = {
  stage: "waiting", machines: new Map(), rows: new Map(), acts: new Map(),
  link: { kind: "connecting", since: null, reason: "" },
};

export const page = makeStore(beginning);

/**
 * What is seen now, after what was seen before.
 * @param {Map<string, Seen>} before
 * @param {Display[]} displays
 * @returns {Map<string, Seen>}
 */
export const seen = (before, displays) => new Map(
  [...displays].sort((one, other) => one.machine_id.localeCompare(other.machine_id, "en", { numeric: true }))
    .map((each) => [each.machine_id, { ...each, fell: hasFallen(before.get(each.machine_id), each) }]),
);

/** @param {Seen|undefined} before @param {Display} now */
const hasFallen = (before, now) =>
  before !== undefined && (now.dispensed > before.dispensed || (before.fell && now.dispensed === before.dispensed));
