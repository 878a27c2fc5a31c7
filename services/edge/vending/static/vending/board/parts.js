/**
 * The parts of the board, each a module that exports `view(state)`, and `show(route)`, `hear(type, data)` where it
 * needs them (`Part` in state.js). Those that operators seldom look at are loaded when somebody turns to them.
 */

import { makeParts } from "../../pages/parts.js";
import { t } from "../../pages/texts.js";
import * as fleet from "./fleet_view.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Part} Part */

/** @type {Record<string, () => Promise<Part>>} */
const LOADERS = {
  machines: async () => fleet,
  machine: () => import("./machine.js"),
  new: () => import("./new.js"),
  decide: () => import("./review_view.js"),
  feedback: () => import("./feedback_view.js"),
  sent: () => import("./sent_view.js"),
  usage: () => import("./usage_view.js"),
};

/** What the parts are called that have a tab, in their order. @type {Record<string, () => string>} */
export const TABS = {
  machines: () => t("Machines"),
  decide: () => t("Decide"),
  feedback: () => t("Feedback"),
  sent: () => t("Sent"),
  usage: () => t("Usage"),
};

/** The tab of a part that has none of its own. @type {Record<string, string>} */
const WITHIN = { machine: "machines", new: "machines" };

/** The tab under which a part stands. @param {string} part */
export const tabOf = (part) => WITHIN[part] ?? part;

/** @param {string} part */
export const isPart = (part) => Object.hasOwn(LOADERS, part);

/** How much waits in a tab. @param {State} state @param {string} tab */
export function countOf({ desk }, tab) {
  const counts = desk?.counts;
  if (!counts) return 0;
  if (tab === "decide") return counts.review + counts.refunds_open;
  return tab === "feedback" ? counts.feedback_new : tab === "sent" ? counts.mails_failed + counts.webhooks_failed : 0;
}

export const { loadPart, partView } = makeParts(page, LOADERS);
