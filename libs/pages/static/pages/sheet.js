/**
 * A sheet of QR codes for the printer. It is there only while it is printed, so that nothing else is printed as it. Its
 * looks are in `sheet.css`.
 */

import { h } from "./dom.js";
import { drawn } from "./qr.js";

const AT_ONCE = 100; // codes: so many requests a second the gateway takes from one address
const PAUSE_MS = 1000;

/**
 * Prints a ticket for each.
 * @param {{value: string, name: string, text: string}[]} codes what the code says, whose it is, what to do with it
 * @returns {Promise<void>} throws Refused or Unreachable, and then nothing is printed
 */
export async function printCodes(codes) {
  const sources = await drawnAll(codes.map(({ value }) => value));
  const tickets = codes.map(({ name, text }, at) => h("div", { class: "ticket" },
    h("img", { src: sources[at], alt: "" }), h("strong", {}, name), h("span", {}, text)));
  const sheet = h("div", { class: "sheet", "aria-hidden": "true" }, tickets);
  document.body.append(sheet);
  addEventListener("afterprint", () => sheet.remove(), { once: true });
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => undefined)));
  print();
}

/** @param {string[]} values @returns {Promise<string[]>} */
async function drawnAll(values) {
  /** @type {string[]} */
  const sources = [];
  for (let at = 0; at < values.length; at += AT_ONCE) {
    if (at) await new Promise((resolve) => void setTimeout(resolve, PAUSE_MS));
    sources.push(...await Promise.all(values.slice(at, at + AT_ONCE).map(drawn)));
  }
  return sources;
}
