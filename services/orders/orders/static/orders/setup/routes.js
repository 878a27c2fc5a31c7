// Where somebody is, kept in the address: `#/7/menu/12` is product 12 in the menu of place 7,
// `#/7/menu/order` the order of that menu.

import { mayLeave } from "./guard.js";

const VIEWS = ["menu", "staff", "place"];
let current = location.hash;
let follow = () => {};

/** What an address says; a part that is missing or unknown is empty. */
export function parse(hash) {
  const [, place = "", view = "", item = ""] = hash.split("/");
  return {
    place: /^[1-9][0-9]{0,18}$|^new$/.test(place) ? place : "",
    view: VIEWS.includes(view) ? view : "",
    item: /^[1-9][0-9]{0,18}$|^new$|^order$/.test(item) ? item : "",
  };
}

/** The address of a view, for links. */
export function address(place, view = "menu", item = "") {
  return item === "" ? `#/${place}/${view}` : `#/${place}/${view}/${item}`;
}

export function here() {
  return parse(location.hash);
}

/** Goes there; what is not saved is asked for on the way. */
export function go(hash) {
  if (location.hash === hash) follow(here());
  else location.hash = hash;
}

/** Goes there without a step back to where we are, which is no more. */
export function replace(hash) {
  history.replaceState(null, "", hash);
  current = hash;
  follow(here());
}

/** Calls `show(route)` whenever the address changes and the person may leave. */
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
