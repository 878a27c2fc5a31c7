/** Where scanners and cameras are, in words. */

import { t } from "../../pages/texts.js";

/** @type {Record<"Entry"|"Exit"|"In-store"|"Out-of-store", () => string>} */
export const TAGS = {
  Entry: () => t("At the entry"),
  Exit: () => t("At the exit"),
  "In-store": () => t("In the store"),
  "Out-of-store": () => t("Outside"),
};

/** As options of a choice. @param {(keyof typeof TAGS)[]} tags */
export const tagOptions = (tags) => tags.map((tag) => ({ value: /** @type {string} */ (tag), text: TAGS[tag]() }));
