/** What people type, as the services take it. Each throws Wrong with words that say what to type. */

import { Wrong } from "../../pages/form.js";
import { t } from "../../pages/texts.js";

/** A whole number from 0 on, or null for nothing. @param {string} typed */
export function count(typed) {
  if (typed === "") return null;
  if (!/^\d{1,9}$/.test(typed)) throw new Wrong(t("Write a whole number such as 12, or nothing."));
  return Number(typed);
}

/** A percentage with a comma or a point, as the services take it; null for nothing. @param {string} typed */
export function percent(typed) {
  if (typed === "") return null;
  const plain = typed.replace(/\s*%$/, "").replace(",", ".");
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(plain)) throw new Wrong(t("Write a percentage such as 7 or 19, or nothing."));
  return plain;
}

/** How many units come or go. @param {string} typed */
export function units(typed) {
  const found = /^\d{1,7}$/.test(typed) ? Number(typed) : 0;
  if (found < 1 || found > 1_000_000) throw new Wrong(t("Write a whole number from 1 on, such as 12."));
  return found;
}

/** A barcode without blanks, or null for nothing. @param {string} typed */
export function barcode(typed) {
  const compact = typed.replace(/\s/g, "");
  if (compact === "") return null;
  if (!/^[!-.0-~]{1,64}$/.test(compact)) {
    throw new Wrong(t("A barcode has only the digits and letters that are printed below it."));
  }
  return compact;
}

/** The address of a picture, or null for nothing. @param {string} typed */
export function image(typed) {
  if (typed === "") return null;
  if (!/^(\/(?!\/)|https?:\/\/[^/])[^\s\\<>\x22\x27\x60]*$/.test(typed)) {
    throw new Wrong(t("Use the address of a picture that begins with https://."));
  }
  return typed;
}

/** What people type of an address: one of a picture that is kept here they never typed. @param {string} address */
export const typedOf = (address) => (address.startsWith("/products/pictures/") ? "" : address);

/** `52.4934, 13.4227` as ["52.4934", "13.4227"]; nothing as [null, null].
 * @param {string} typed
 * @returns {[string|null, string|null]}
 */
export function position(typed) {
  if (typed === "") return [null, null];
  const found = /^(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(typed);
  if (!found || Math.abs(Number(found[1])) > 90 || Math.abs(Number(found[2])) > 180) {
    throw new Wrong(t("Write latitude and longitude as maps show them, such as 52.4934, 13.4227."));
  }
  return [found[1], found[2]];
}

/** A web address, or null for nothing. @param {string} typed */
export function website(typed) {
  if (typed === "") return null;
  const scheme = /^([a-z][a-z0-9+-]*):/i.exec(typed)?.[1].toLowerCase();
  if (/\s/.test(typed) || !typed.includes(".") || (scheme && !["http", "https"].includes(scheme))) {
    throw new Wrong(t("Write a web address such as https://example.org."));
  }
  return typed;
}
