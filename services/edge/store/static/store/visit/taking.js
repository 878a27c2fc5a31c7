/** Takes in what the server says of visits. What comes into a cart or goes is said, and marked for a moment. */

import { say } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { changesOf } from "./stages.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {import("./stages.js").Change} Change */

const MARKED_MS = 6000;

/** A visit as it is now. @param {Visit} visit */
export function takeVisit(visit) {
  const before = page.state.visits.get(visit.id);
  page.state.visits.set(visit.id, visit);
  page.state.missing.delete(visit.id);
  if (before && !visit.exited_at) tellChanges(changesOf(before.cart, visit.cart));
  page.changed();
}

/** Some of a visit as it is now. @param {string} id @param {Partial<Visit>} some */
export function takeSome(id, some) {
  const visit = page.state.visits.get(id);
  if (visit) takeVisit({ ...visit, ...some });
}

/** @param {Change[]} changes */
function tellChanges(changes) {
  if (!changes.length) return;
  const marks = new Map(page.state.marks);
  for (const change of changes) {
    marks.set(change.key, change);
    say(changeWords(change));
  }
  page.set({ marks });
  setTimeout(() => forget(changes), MARKED_MS);
}

/** Unless something else has become of them by now. @param {Change[]} changes */
function forget(changes) {
  const marks = new Map(page.state.marks);
  for (const change of changes) if (marks.get(change.key) === change) marks.delete(change.key);
  page.set({ marks });
}

/** @param {Change} change */
function changeWords({ kind, line: { name, quantity } }) {
  if (kind === "gone") return t("{name} is out of your cart.", { name });
  if (kind === "less") return t("{name} put back. {count} left in your cart.", { name, count: quantity });
  return t("{name} is in your cart: {count}.", { name, count: quantity });
}
