// Short messages at the page's end, at most one of a sort.
import { toast } from "../../pages/dom.js";

const shown = new Map();

/** Show a message in place of the last one of its sort; `options` are those of `toast`. */
export function notice(sort, text, options = {}) {
  shown.get(sort)?.close();
  shown.set(sort, toast(text, options));
}

/** Take away the messages of these sorts, or all of them. */
export function clearNotices(...sorts) {
  for (const [sort, { close }] of shown) if (sorts.length === 0 || sorts.includes(sort)) close();
}
