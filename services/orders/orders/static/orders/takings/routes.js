/** Where somebody is, kept in the address: `#/7/drawer` is the drawer of place 7, `#/7/days/12` its 12th closed day. */

/** @typedef {"takings"|"drawer"|"days"} View */
/** `place` and `number` are "" where the address has none.
 * @typedef {{place: string, view: View, number: string}} Route */

const ROUTE = /^#\/([1-9]\d{0,15})(?:\/(drawer|days)(?:\/([1-9]\d{0,9}))?)?$/;

/** @param {string} hash @returns {Route} */
export function parse(hash) {
  const [, place = "", view = "takings", number = ""] = ROUTE.exec(hash) ?? [];
  return { place, view: /** @type {View} */ (view), number: view === "days" ? number : "" };
}

/** @param {number} place @param {View} [view] @param {number|string} [number] of a closed day */
export const address = (place, view = "takings", number = "") =>
  `#/${[place, view === "takings" ? "" : view, number].filter(Boolean).join("/")}`;

export const here = () => parse(location.hash);
