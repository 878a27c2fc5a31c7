/** What stands outside of a board's view: the line of its connection, and the title of its window. */

import { statusBar } from "./status.js";
import { t } from "./texts.js";

/**
 * @typedef {object} Told
 * @property {import("./stream.js").State} link how the board stands with the server
 * @property {boolean} open whether it is shown; else it has neither a connection nor a count
 * @property {number} waits what waits for somebody: it stands before the title
 */

/**
 * Tells each time when it is called.
 * @param {HTMLElement} status the line of the connection
 * @param {string} title of the window
 * @param {() => Told} look how things stand
 * @param {() => void} recover the connection is back: what has failed meanwhile is tried again
 */
export function makeTelling(status, title, look, recover) {
  /** @type {Told["link"]|null} */
  let told = null;
  return () => {
    const { link, open, waits } = look();
    document.title = open && waits ? `(${waits}) ${title}` : title;
    if (link === told || !open) return;
    const before = told;
    told = link;
    if (link.kind === "live" && before && before.kind !== "live") recover();
    statusBar(status, link, { hint: t("What you press is sent as soon as it can be.") });
  };
}
