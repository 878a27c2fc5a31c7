/** Closed days, newest first, as many as were asked for. */

import { Report } from "../../pages/report.js";
import { closingsRead, PAGE } from "./calls.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Closing} Closing */
/** `number` is that of a day that is looked at alone, 0 for none. @typedef {{number: number, pages: number}} Query */
/** @typedef {{closings: Closing[], isWhole: boolean, one: Closing|null}} Found */

/** @type {Report<Query, Found, number>} */
export const closings = new Report({ number: 0, pages: 1 }, read, page.changed);

/** @param {Query} query @param {number} place @returns {Promise<Found>} */
async function read({ number, pages }, place) {
  /** @type {Closing[]} */
  const found = [];
  for (let at = 0; at < pages; at++) {
    const some = await closingsRead(place, at * PAGE);
    found.push(...some);
    if (some.length < PAGE) break;
  }
  return { closings: found, isWhole: found.length < pages * PAGE, one: await oneOf(found, number, place) };
}

/** They are numbered without gaps, so it is known where each one stands.
 * @param {Closing[]} found @param {number} number @param {number} place */
async function oneOf(found, number, place) {
  const known = found.find((each) => each.number === number);
  const newest = found[0]?.number ?? 0;
  if (known || number === 0 || number > newest) return known ?? null;
  const [one] = await closingsRead(place, newest - number);
  return one?.number === number ? one : null;
}

/** Somebody looks at one of them, or at the list. @param {number} number */
export const turnTo = (number) => void (closings.query = { ...closings.query, number });
export const more = () => closings.choose({ pages: closings.query.pages + 1 });
