/**
 * A sheet of QR codes for the printer. It is there only while it is printed, so that nothing else is printed as it. Its
 * looks are in `sheet.css`.
 */

import { h } from "./dom.js";
import { drawn } from "./qr.js";

/**
 * Prints a ticket for each.
 * @param {{value: string, name: string, text: string}[]} codes what the code says, whose it is, what to do with it
 * @returns {Promise<void>} throws Refused or Unreachable, and then nothing is printed
 */
export async function printCodes(codes) {
  const sources = await Promise.all(codes.map(({ value }) => drawn(value)));
  const tickets = codes.map(({ name, text }, at) => h("div", { class: "ticket" },
    h("img", { src: sources[at], alt: "" }), h("strong", {}, name), h("span", {}, text)));
  const sheet = h("div", { class: "sheet", "aria-hidden": "true" }, tickets);
  document.body.append(sheet);
  addEventListener("afterprint", () => sheet.remove(), { once: true });
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => undefined)));
  print();
}
