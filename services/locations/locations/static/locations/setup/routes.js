/**
 * Where somebody is, kept in the address: `#/7/menu/12` is product 12 in the menu of place 7, `#/7/menu/12-stock`
 * its stock, `#/7/menu/12-copy` a new product that begins as a copy of it, `#/7/menu/order` the order of that menu,
 * `#/7/menu/options` its options, `#/7/menu/options-3` one group of them, `#/7/menu/preview` the menu as guests see it,
 * `#/7/menu/file` the menu as a file.
 */

import { mayLeave } from "./guard.js";

/** @typedef {{place: string, view: string, item: string}} Route  what is missing or unknown is "" */

const ITEM = /^[1-9][0-9]{0,18}(-stock|-copy)?$|^(new|order|preview|file)$|^options(-new|-[1-9][0-9]{0,18})?$/;
const VIEWS = ["menu", "staff", "place", "bills"];
let current = location.hash;
/** @type {(route: Route) => unknown} */
let follow = () => undefined;

/** What an address says. @param {string} hash @returns {Route} */
export function parse(hash) {
  const [, place = "", view = "", item = ""] = hash.split("/");
  return {
    place: /^[1-9][0-9]{0,18}$|^new$/.test(place) ? place : "",
    view: VIEWS.includes(view) ? view : "",
    item: ITEM.test(item) ? item : "",
  };
}

/**
 * The address of a view, for links.
 * @param {number|string} place
 * @param {string} [view]
 * @param {number|string} [item]
 */
export function address(place, view = "menu", item = "") {
  return item === "" ? `#/${place}/${view}` : `#/${place}/${view}/${item}`;
}

/** Where somebody is now. */
export function here() {
  return parse(location.hash);
}

/** Goes there; what is not saved is asked for on the way. @param {string} hash */
export function go(hash) {
  if (location.hash === hash) follow(here());
  else location.hash = hash;
}

/** Goes there without a step back to where we are, which is no more. @param {string} hash */
export function replace(hash) {
  history.replaceState(null, "", hash);
  current = hash;
  follow(here());
}

/**
 * Calls `show(route)` whenever the address changes and the person may leave.
 * @param {(route: Route) => unknown} show
 */
export function onRoute(show) {
  follow = show;
}

addEventListener("hashchange", async () => {
  const wanted = location.hash;
  if (wanted === current) return;
  if (await mayLeave()) {
    current = location.hash;
    follow(here());
  } else {
    history.replaceState(null, "", current);
  }
});
