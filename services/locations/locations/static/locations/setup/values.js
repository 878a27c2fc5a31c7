/** What people type, as the services take it. Each throws Wrong with words that say what to type. */

import { Wrong } from "../../pages/form.js";
import { t } from "../../pages/texts.js";

/** `3,60`, `3.6`, `€ 3.60` and `1.234,50` as "3.60", "3.60", "3.60", "1234.50". @param {string} typed */
export function price(typed) {
  const compact = typed.replace(/[\s\p{Sc}]|^[A-Za-z]{3}|[A-Za-z]{3}$/gu, "");
  const [, whole = "", rest] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(compact) ?? [];
  const grouped = rest && /^\d{1,3}([.,]\d{3})+$/.test(whole) ? whole.replace(/[.,]/g, "") : whole;
  const amount = `${grouped}.${(rest ?? "").padEnd(2, "0")}`;
  if (!/^\d{1,6}\.\d{2}$/.test(amount) || Number(amount) === 0) {
    throw new Wrong(t("Write the price as a number such as 3.60, between 0.01 and 999999.99."));
  }
  return amount.replace(/^0+(?=\d)/, "");
}

/** A whole number from 0 on, or null for nothing. @param {string} typed */
export function count(typed) {
  if (typed === "") return null;
  if (!/^\d{1,9}$/.test(typed)) throw new Wrong(t("Write a whole number such as 12, or nothing."));
  return Number(typed);
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
  if (!/^(\/(?!\/)|https:\/\/[^/])[^\s\\<>\x22\x27\x60]*$/.test(typed)) {
    throw new Wrong(t("Use the address of a picture that begins with https://."));
  }
  return typed;
}

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

/** An e-mail address. @param {string} typed */
export function email(typed) {
  if (!/^[A-Za-z0-9_.+-]+@[^@\s]+\.[^@\s]+$/.test(typed)) {
    throw new Wrong(t("Write an e-mail address such as anna@example.org."));
  }
  return typed;
}

/** A name to sign in with. @param {string} typed */
export function username(typed) {
  if (typed.length < 4) throw new Wrong(t("A username has at least 4 characters."));
  return typed;
}

/** A password that is not too short. @param {string} typed */
export function newPassword(typed) {
  if (typed.length < 7) throw new Wrong(t("A password has at least 7 characters."));
  return typed;
}
