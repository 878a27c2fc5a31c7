/** Reading the list again and again, and finding out where its reader stands. */

import { Refused } from "../../pages/api.js";
import { say } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { near } from "./calls.js";
import { byName } from "./sorting.js";
import { page } from "./state.js";

const EVERY_MS = 10_000;
const PATIENCE_MS = 15_000; // for the device to find out where it is
const OLD_MS = 60_000; // a place so old is good enough

let turn = 0;

/**
 * Reads the list once; what is shown stays when nobody answers.
 * @param {import("./calls.js").Place|null} [place] from where on it is sorted; the list and its place change together
 */
export async function look(place = page.state.place) {
  const mine = (turn += 1);
  try {
    const all = await near(place);
    if (mine === turn) page.set({ machines: place ? all : byName(all), place, error: null, isCut: false });
  } catch (error) {
    if (mine !== turn) return;
    if (page.state.machines) page.set({ isCut: true });
    else page.set({ error: error instanceof Refused ? error : null, isCut: !(error instanceof Refused) });
  }
}

/** Every ten seconds while somebody looks. */
export function keepLooking() {
  setInterval(() => document.hidden || look(), EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("online", () => look());
  look();
}

/** Asks the device where it is: only when somebody wants to know what is near. */
export function findMe() {
  if (!navigator.geolocation) return page.set({ placing: "unknown" });
  page.set({ placing: "asking" });
  navigator.geolocation.getCurrentPosition(found, failed, { timeout: PATIENCE_MS, maximumAge: OLD_MS });
  return undefined;
}

/** @param {GeolocationPosition} position about a hundred metres exactly: where somebody stands is nobody's business */
async function found({ coords: { latitude, longitude } }) {
  await look({ latitude: roundly(latitude), longitude: roundly(longitude) });
  page.set({ placing: "" });
  if (page.state.place) say(t("The nearest machine comes first."));
}

/** @param {number} degrees */
const roundly = (degrees) => Math.round(degrees * 1000) / 1000;

/** @param {GeolocationPositionError} error */
function failed({ code, PERMISSION_DENIED: denied }) {
  page.set({ placing: code === denied ? "refused" : "unknown" });
}

/** By name again. */
export function forgetMe() {
  page.set({ placing: "" });
  look(null);
}
