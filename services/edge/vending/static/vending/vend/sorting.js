/** The order of machines by name, and which of them a search finds. */

import { hasWords, searchable, wordsOf } from "../../pages/fold.js";
import { language } from "../../pages/texts.js";

/** @typedef {import("./calls.js").Machine} Machine */

const names = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

/** @param {{name: string, machine_id: string}} machine */
const nameOf = ({ name, machine_id: id }) => name || id;

/** "M2" before "M10". @template {{name: string, machine_id: string}} One @param {One[]} machines @returns {One[]} */
export const byName = (machines) => [...machines].sort((one, other) =>
  names.compare(nameOf(one), nameOf(other)) || names.compare(one.machine_id, other.machine_id));

/**
 * Those that have all words of a search in name, place or id.
 * @template {{name: string, location: string, machine_id: string}} One
 * @param {One[]} machines
 * @param {string} search
 * @returns {One[]}
 */
export function matching(machines, search) {
  const words = wordsOf(search);
  return machines.filter(({ name, location, machine_id: id }) => hasWords(searchable(name, location, id), words));
}
