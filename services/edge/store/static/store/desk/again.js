/** What the stream does not tell is read again and again, as long as somebody looks. */

import { page } from "./state.js";

let timer = 0;

/**
 * Has something done every so often while this part is shown; what was begun for another part ends.
 * @param {string} part
 * @param {() => unknown} work
 * @param {number} every milliseconds
 */
export function whileShown(part, work, every) {
  clearInterval(timer);
  timer = setInterval(() => {
    const { route, stage } = page.state;
    if (route.part !== part || stage !== "desk") clearInterval(timer);
    else if (!document.hidden) work();
  }, every);
}
