/**
 * What this browser keeps for the site, over reloads. Where it keeps nothing (site data is blocked, or the place is
 * full) things are held in memory, and the page says once that a reload forgets them.
 */

import { toast } from "./dom.js";
import { t } from "./texts.js";

const YEAR = 365 * 24 * 60 * 60; // seconds

/** @typedef {"localStorage"|"sessionStorage"} Area  of all tabs, or of this tab */

/** What could not be kept, by area and name; null is what could not be removed. @type {Map<string, string|null>} */
const memory = new Map();
let said = false;

/**
 * The text that is kept under a name, or null.
 * @param {string} name
 * @param {Area} [area]
 */
export function recall(name, area = "localStorage") {
  const held = memory.get(area + name);
  if (held !== undefined) return held;
  try {
    return globalThis[area].getItem(name);
  } catch {
    return null;
  }
}

/**
 * Keeps a text under a name; null forgets it.
 * @param {string} name
 * @param {string|null} text
 * @param {Area} [area]
 */
export function remember(name, text, area = "localStorage") {
  try {
    if (text === null) globalThis[area].removeItem(name);
    else globalThis[area].setItem(name, text);
    memory.delete(area + name);
  } catch {
    memory.set(area + name, text);
    sayForgetful();
  }
}

/** Whether the browser lets this site keep anything. */
export function canStore() {
  try {
    return Boolean(localStorage);
  } catch {
    return false;
  }
}

/** Says once that this browser keeps nothing here. */
function sayForgetful() {
  if (said) return;
  said = true;
  const why = t("This browser keeps no data for this page.");
  toast(`${why} ${t("What you do here is forgotten when the page is loaded anew.")}`, { kind: "warn", lasting: true });
}

/**
 * Shows this site in another language from now on, beginning with this page; says so where the browser does not keep
 * the choice.
 * @param {string} tag one of `languages`
 */
export function setLanguage(tag) {
  const choice = `aisle_language=${tag}`;
  document.cookie = `${choice}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
  if (document.cookie.split("; ").includes(choice)) location.reload();
  else toast(t("This browser keeps no data for this page, so it cannot change the language."), { kind: "warn" });
}
