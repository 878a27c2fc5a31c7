/** What a refusal means, in words that say what to do next. */

import { Refused, Unreachable } from "./api.js";
import { SignedOut } from "./login.js";
import { n, t } from "./texts.js";

/**
 * Words by the reason of a refusal. The error is there when the refusal has just come, and missing when only its reason
 * was kept. Under "" are the words for every other reason.
 * @typedef {Record<string, (error?: Refused) => string>} Words
 */

/** @type {Words} */
const COMMON = {
  too_many_attempts: (error) =>
    n("Too many attempts. Wait {count} minute, then try again.",
      "Too many attempts. Wait {count} minutes, then try again.", minutes(error)),
  role_not_allowed: () => t("Your role here does not include this. The owner of the place can change it."),
  too_many_requests: () => t("Too many requests. Wait a moment, then try again."),
};

/**
 * The words for anything that a call throws. A fault of ours is reported to the browser's console as well.
 * @param {unknown} error
 * @param {Words} [own] the page's words, which win over the common ones
 * @returns {string}
 */
export function explain(error, own = {}) {
  if (error instanceof Unreachable) return unreachable(error);
  if (error instanceof SignedOut) return t("You are signed out. Sign in, then try again.");
  if (error instanceof Refused) return reasonWords(error.reason, own, error);
  reportError(error);
  return t("Something went wrong here. Load the page again.");
}

/**
 * The words for the reason of a refusal.
 * @param {string} reason the service's code, such as `session_closed`, or "" for none
 * @param {Words} [own] the page's words, which win over the common ones
 * @param {Refused} [error]
 * @returns {string}
 */
export function reasonWords(reason, own = {}, error = undefined) {
  const words = own[reason] ?? COMMON[reason] ?? own[""];
  if (words) return words(error);
  return reason ? t("This was refused: {reason}.", { reason: reason.replaceAll("_", " ") }) : t("This was refused.");
}

/** @param {Unreachable} error */
function unreachable(error) {
  return error.reason === "unreachable"
    ? t("No connection. Try again in a moment.")
    : t("A part of the system does not answer just now. Try again in a moment.");
}

/** @param {Refused} [error] */
function minutes(error) {
  return Math.max(1, Math.ceil((error?.retryAfter ?? 60) / 60));
}
