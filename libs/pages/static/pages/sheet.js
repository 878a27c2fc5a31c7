/**
 * A sheet of QR codes for the printer. It is there only while it is printed, so that nothing else is printed as it. Its
 * looks are in `board.css`.
 */

import { passing } from "./api.js";
import { h } from "./dom.js";
import { drawn } from "./qr.js";

const TRIES = 6; // of one code that cannot be drawn just now

/** What was drawn already, by what it says. @type {Map<string, string>} */
const pictures = new Map();

/**
 * Prints a ticket for each.
 * @param {{value: string, name: string, text: string}[]} codes what the code says, whose it is, what to do with it
 * @returns {Promise<void>} throws Refused or Unreachable, and then nothing is printed
 */
export async function printCodes(codes) {
  /** @type {string[]} */
  const sources = [];
  for (const { value } of codes) sources.push(await pictureOf(value)); // few are drawn at once for one address
  const tickets = codes.map(({ name, text }, at) => h("div", { class: "ticket" },
    h("img", { src: sources[at], alt: "" }), h("strong", {}, name), h("span", {}, text)));
  const sheet = h("div", { class: "sheet", "aria-hidden": "true" }, tickets);
  document.body.append(sheet);
  addEventListener("afterprint", () => sheet.remove(), { once: true });
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => undefined)));
  print();
}

/** The codes service draws a few at once, and then one each second: those are waited for. @param {string} value */
async function pictureOf(value) {
  for (let attempt = 1; !pictures.has(value); attempt++) {
    try {
      pictures.set(value, await drawn(value));
    } catch (problem) {
      const seconds = passing(problem) ? problem.retryAfter : null;
      if (seconds === null || attempt === TRIES) throw problem;
      await new Promise((resolve) => void setTimeout(resolve, seconds * 1000));
    }
  }
  return /** @type {string} */ (pictures.get(value));
}
