/** Keys that were made while this page is open. They are shown this once: nobody can have them again. */

import { toast } from "../../pages/dom.js";
import { keyAdd } from "./calls.js";
import { more } from "./machine_state.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** The last one of each machine; the id is 0 for its first. @type {Map<string, {id: number, key: string}>} */
export const freshKeys = new Map();

/** Makes another key. One whose answer gets lost is in the list all the same, and can be removed. @param {string} id */
export async function makeKey(id) {
  try {
    freshKeys.set(id, await keyAdd(id));
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
  if (more.found) more.show(id);
  page.changed();
}
