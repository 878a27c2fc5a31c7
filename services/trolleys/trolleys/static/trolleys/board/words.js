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
  "Product not found or unavailable": () => t("One of these barcodes is not known here. Nothing was changed."),
  "Not allowed": () => t("You do not work at the place of this trolley."),
  "": (error) => (error?.reason ? t("This was refused: {reason}", { reason: error.reason }) : t("This was refused.")),
};

/** @param {unknown} error */
export const explain = (error) => common(error, WORDS);
