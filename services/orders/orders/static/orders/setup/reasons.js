// Refusals in words that say what to do next.

import { Refused, Unreachable } from "../../pages/api.js";
import { SignedOut } from "../../pages/login.js";
import { n, t } from "../../pages/texts.js";

const COMMON = {
  incorrect_credentials: () => t("You may not change this. Ask the owner of the place to add you as staff."),
  malformed_json: () => t("Something here cannot be saved as it is. Check each field."),
  location_not_found: () => t("This place is not there any more. Load the page again."),
  product_not_found: () => t("This product is not there any more. Load the page again."),
  duplicate_location: () => t("There is a place with this name at this address already. Change one of the two."),
  duplicate_product: () => t("Your menu has a product with this name already. Choose another name."),
  duplicate_barcode: () => t("Another product of yours has this barcode. Check the digits."),
  duplicate_user: () => t("This username is taken. Choose another one."),
  weak_password: () => t("This password is among those that are guessed first. Choose another one."),
  too_many_staff: () => t("200 people work here already; that is the most. Remove somebody first."),
  too_many_attempts: (error) =>
    n("Too many attempts. Wait {count} minute, then try again.",
      "Too many attempts. Wait {count} minutes, then try again.", minutes(error)),
  too_many_requests: () => t("Too many requests. Wait a moment, then try again."),
};

/** What went wrong, and what to do. `own` has words for reasons that mean something else here. */
export function explain(error, own = {}) {
  if (error instanceof Unreachable) return unreachable(error);
  if (error instanceof SignedOut) return t("You are signed out. Sign in, then try again.");
  if (!(error instanceof Refused)) return t("Something went wrong here. Load the page again.");
  if (own[error.reason]) return own[error.reason]();
  if (error.reason in COMMON) return COMMON[error.reason](error);
  return t("This was refused: {reason}.", { reason: error.reason.replaceAll("_", " ") });
}

function unreachable(error) {
  return error.reason === "unreachable"
    ? t("No connection. Try again in a moment.")
    : t("A part of the system does not answer just now. Try again in a moment.");
}

function minutes(error) {
  return Math.max(1, Math.ceil((error.retryAfter ?? 60) / 60));
}

/** The field that a refusal is about, if it is about one. */
export function fieldOf(error) {
  const fields = {
    duplicate_location: "name",
    duplicate_product: "name",
    duplicate_barcode: "barcode",
    duplicate_user: "username",
    weak_password: "fresh",
  };
  return error instanceof Refused ? fields[error.reason] : undefined;
}
