/** What the services refuse to operators, in words that say what to do next. */

import { explain as common } from "../../pages/refusals.js";
import { t } from "../../pages/texts.js";

/** @type {import("../../pages/refusals.js").Words} */
export const REFUSED = {
  machine_not_found: () => t("There is no such machine (any more)."),
  key_not_found: () => t("Somebody has removed this key already."),
  transaction_not_found: () => t("There is no such transaction."),
  machine_in_use: () => t("Somebody has it just now, or it is dispensing. Try again when it is free."),
  machine_offline: () => t("The machine is off line. Look at its power and its network first."),
  insufficient_stock: () =>
    t("So many units are not inside by the book, or are held for a sale. Say first how many are inside."),
  not_allowed: () => t("You may not do this: it takes an operator."),
  "": (error) =>
    (error?.reason ? t("This was refused: {reason}", { reason: error.text || error.reason }) : t("This was refused.")),
};

/** @param {unknown} error @param {import("../../pages/refusals.js").Words} [own] a part's own words */
export const explain = (error, own = {}) => common(error, { ...REFUSED, ...own });
