// The order panel: signing in, choosing the place, and following its tables.
import { settle, watchClock } from "../../pages/ages.js";
import { Unreachable } from "../../pages/api.js";
import { onSignedIn, onSignedOut, SignedOut, who } from "../../pages/login.js";
import { myPlaces } from "../../pages/places.js";
import { choosePlace, showLoading, showNoPlace, showSignIn, showTrouble } from "./signin.js";
import { set, settings } from "./settings.js";
import { showPanel } from "./panel.js";

const AGAIN = 5000; // ms
const main = document.getElementById("main");
let leave = () => {}, timer = 0, view;

/** `#/7` names a place, `#/7/tables` its tables: the set-up leads here with it. */
function takeAsked() {
  const asked = /^#\/([1-9]\d*)(?:\/(tables))?$/.exec(location.hash);
  if (!asked) return;
  view = asked[2];
  set({ place: Number(asked[1]) });
  history.replaceState(null, "", location.pathname);
}

/** Show what there is to show to whoever is signed in. */
async function start() {
  clearTimeout(timer);
  takeAsked();
  leave();
  if (!who()) return showSignIn(main, start);
  showLoading(main);
  try {
    const places = await myPlaces();
    const remembered = places.find((place) => place.id === settings().place);
    if (!places.length) return showNoPlace(main);
    if (remembered || places.length === 1) return enter(remembered ?? places[0], places);
    return choosePlace(main, places, (place) => enter(place, places));
  } catch (error) {
    if (error instanceof SignedOut) return showSignIn(main, start);
    if (!(error instanceof Unreachable)) throw error;
    timer = setTimeout(start, AGAIN);
    return showTrouble(main, start);
  }
}

function enter(place, places) {
  leave();
  set({ place: place.id });
  leave = showPanel(main, place, { places, choose: (other) => enter(other, places), view });
  view = undefined;
}

onSignedOut(start);
onSignedIn(() => document.querySelector(".bar") || start());
settle();
watchClock();
start();
