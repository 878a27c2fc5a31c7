/** One short message at a time: what was done last is what matters. */

import { toast } from "../../pages/dom.js";

/** @type {{close: () => void}|null} */
let last = null;

/**
 * Shows and says what was done, in place of the message before.
 * @param {string} text
 * @param {Parameters<typeof toast>[1]} [options]
 */
export function tell(text, options = {}) {
  last?.close();
  last = toast(text, options);
}
