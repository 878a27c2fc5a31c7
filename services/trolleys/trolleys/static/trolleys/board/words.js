/** What trolleys refuse to staff, in words that say what to do next. */

import { explain as common } from "../../pages/refusals.js";
import { clock, t } from "../../pages/texts.js";

/** @type {import("../../pages/refusals.js").Words} */
const WORDS = {
  "Trolley is not in use": () => t("Nobody has this trolley any more."),
  "Nothing to decide": () => t("Somebody else has decided that already."),
  "Receipt not found": () => t("This is no code of a receipt of ours."),
  "Receipt was refunded": () => t("This receipt was paid back whole. Nothing may leave with it."),
  "Receipt was already checked": (error) =>
    t("This receipt was checked before, at {time} by {name}.",
      { time: clock(error?.details.verified_at), name: error?.details.verified_by ?? "?" }),
  "Trolley already exists": () => t("There is a trolley of this name already."),
  "Session not found": () => t("This visit is over."),
  "Session has ended": () => t("This visit is over."),
  "Session has expired due to inactivity": () => t("This visit is over: nobody was there any more."),
  "Payment is already paid": () => t("This is paid already."),
  "Product not found or unavailable": () => t("One of these barcodes is not known here. Nothing was changed."),
  "Not allowed": () => t("You may not do this at this place. Ask its owner."),
  "Invalid request": () =>
    t("This cannot be taken as it is. Names have letters, digits, - and _; reports at most 366 days."),
  "": (error) => (error?.reason ? t("This was refused: {reason}", { reason: error.reason }) : t("This was refused.")),
};

/** @param {unknown} error */
export const explain = (error) => common(error, WORDS);

/** What somebody waits for. @param {import("./calls.js").Waiting} entry */
export function waitTitle({ kind, line, items }) {
  if (kind === "age") return t("Age {age}: {name}", { age: line?.min_age ?? "", name: line?.product.name ?? "" });
  if (kind === "check") return t("Spot check of {count}", { count: items ?? "" });
  return kind === "cash" ? t("Pays in cash") : t("Wants help");
}

/** The same with who it is. @param {import("./calls.js").Waiting} entry */
export const waitWords = (entry) =>
  t("{trolley}: {wait}", { trolley: entry.trolley_id ?? t("own cart"), wait: waitTitle(entry) });
