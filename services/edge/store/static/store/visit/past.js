/** The visits that are over, a page at a time, newest first. */

import { visitsGet } from "./calls.js";
import { takeAnswered } from "./follow.js";
import { page } from "./state.js";

const SIZE = 20;

let isReading = false;

/** Reads the first page anew, or the next one. @param {boolean} [anew] */
export async function readPast(anew = false) {
  if (isReading) return;
  isReading = true;
  const { person } = page.state;
  const known = anew ? [] : page.state.past;
  try {
    const found = await visitsGet({ open: "false", limit: String(SIZE), offset: String(known.length) });
    if (person !== page.state.person) return;
    const own = found.results.filter(({ user_id: owner }) => owner === person?.userId);
    own.forEach(takeAnswered);
    page.set({
      past: [...new Set([...known, ...own.map(({ id }) => id)])], hasMore: found.next !== null, pastError: null,
    });
  } catch (error) {
    page.set({ pastError: error });
  } finally {
    isReading = false;
  }
}
