/** Where somebody is, kept in the address: `#/2/waiting` is who waits at place 2. */

/** @typedef {{place: string, tab: string}} Route  what is missing or unknown is "" */

export const TABS = ["trolleys", "waiting", "exit", "visits", "usage", "fleet", "rules"];

/** @param {string} hash @returns {Route} */
export function parse(hash) {
  const [, place = "", tab = ""] = hash.split("/");
  return { place: /^(0|[1-9][0-9]{0,18})$/.test(place) ? place : "", tab: TABS.includes(tab) ? tab : "" };
}

/** @param {number} place @param {string} tab */
export const address = (place, tab) => `#/${place}/${tab}`;

export const here = () => parse(location.hash);
