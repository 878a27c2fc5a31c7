/** The words of the store for people, and what the services refuse to operators. */

import { explain as common } from "../../pages/refusals.js";
import { clock, dayAndClock, n, t } from "../../pages/texts.js";

/** @typedef {import("./calls.js").Mode} Mode */

/** @type {import("../../pages/refusals.js").Words} */
export const REFUSED = {
  machine_not_found: () => t("There is no such machine (any more)."),
  machine_exists: () => t("There is a machine of this number already, perhaps a retired one."),
  machine_unknown: () => t("One of these machines is not in use any more. Load the page again."),
  scanner_not_found: () => t("There is no such scanner (any more)."),
  camera_not_found: () => t("There is no such camera (any more)."),
  scale_not_found: () => t("Somebody has cleared this scale already."),
  key_not_found: () => t("Somebody has removed this key already."),
  name_taken: () => t("There is one of this name already."),
  product_unknown: () => t("There is no such product any more. Choose another one."),
  products_service_unavailable: () => t("The products cannot be asked just now. Try again in a moment."),
  visit_not_found: () => t("There is no such visit."),
  alert_not_found: () => t("There is no such alert (any more)."),
  alert_persists: () => t("It closes by itself when what it is about is over."),
  incorrect_credentials: () => t("You may not do this: it takes an operator."),
  "": (error) =>
    (error?.reason ? t("This was refused: {reason}", { reason: error.text || error.reason }) : t("This was refused.")),
};

/** @param {unknown} error @param {import("../../pages/refusals.js").Words} [own] a part's own words */
export const explain = (error, own = {}) => common(error, { ...REFUSED, ...own });

/** What the modes are called, in their order. @type {Record<Mode, () => string>} */
export const MODES = {
  CUSTOMER_MODE: () => t("Open for customers"),
  REFILLMENT_MODE: () => t("Refilling"),
  MAINTENANCE_MODE: () => t("Maintenance"),
};

/** Whom the gate lets in. @type {Record<Mode, () => string>} */
export const ADMITTED = {
  CUSTOMER_MODE: () => t("Everybody comes in. What they take is charged."),
  REFILLMENT_MODE: () => t("Only operators and admins come in. What is moved is counted as stock, not as sold."),
  MAINTENANCE_MODE: () => t("Only admins come in. What is moved is counted for nobody."),
};

/** @param {string} role */
export function roleWords(role) {
  if (role === "customer") return t("Customer");
  return role === "admin" ? t("Admin") : t("Operator");
}

/** @type {Record<import("./calls.js").Standing, {words: () => string, look: string, sign: string}>} */
export const STANDINGS = {
  ONLINE: { words: () => t("On line"), look: "good", sign: "live" },
  STALE: { words: () => t("Late"), look: "warn", sign: "clock" },
  OFFLINE: { words: () => t("Off line"), look: "bad", sign: "offline" },
};

/** A time span in words that need not be exact. @param {number} seconds */
export function ageWords(seconds) {
  if (seconds < 60) return n("{count} second", "{count} seconds", seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return n("{count} minute", "{count} minutes", minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return n("{count} hour", "{count} hours", hours);
  return n("{count} day", "{count} days", Math.floor(hours / 24));
}

const TODAY_MS = 12 * 60 * 60 * 1000;

/** Since when somebody is inside: with the day where that is not clear. @param {string} at ISO 8601 */
export const sinceText = (at) => (Date.now() - Date.parse(at) < TODAY_MS ? clock(at) : dayAndClock(at));

/** @param {number} grams */
export const gramsText = (grams) => t("{count} g", { count: grams });
