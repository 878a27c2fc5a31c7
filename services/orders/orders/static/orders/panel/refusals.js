// What a refusal of the server means, and what to do next.
import { Refused, Unreachable } from "../../pages/api.js";
import { SignedOut } from "../../pages/login.js";
import { t } from "../../pages/texts.js";

/** A sentence for what went wrong; faults of ours are thrown on. */
export function whyRefused(error) {
  if (error instanceof Unreachable) return t("The server does not answer. Check the connection, then try again.");
  if (error instanceof SignedOut) return t("You are signed out. Sign in again.");
  if (!(error instanceof Refused)) throw error;
  return words(error.reason) ?? t("That was refused ({reason}).", { reason: error.reason });
}

function words(reason) {
  return {
    incorrect_credentials: t("You are not staff of this place any more."),
    session_closed: t("This table is closed."),
    session_full: t("This table has too many orders. Close it and open a new one."),
    session_not_found: t("This table is not known any more."),
    product_unavailable: t("Something of it is sold out. Take it out, then send again."),
    product_not_found: t("Something of it is not on the menu any more. Take it out, then send again."),
    erroneous_value: t("Something of it cannot be right. Check what you typed."),
    malformed_json: t("Something of it cannot be right. Check what you typed."),
  }[reason];
}
