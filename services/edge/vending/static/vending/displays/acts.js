/** What can be done before a machine: take its code along, open its page beside it, let something go wrong. */

import { Refused } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { drawn } from "../../pages/qr.js";
import { explain } from "../../pages/refusals.js";
import { t } from "../../pages/texts.js";
import { troubleSet } from "./calls.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Trouble} Trouble */

const BESIDE = "popup,width=420,height=780"; // a phone, about

/** @param {string} id */
export const customerPage = (id) => `/vend/${encodeURIComponent(id)}/`;

/** Copies a code; where the browser does not let pages do that, its text can be marked. @param {string} code */
export async function copyCode(code) {
  try {
    await navigator.clipboard.writeText(code);
    toast(t("{code} is copied.", { code }));
  } catch {
    toast(t("This browser does not let the page copy. Tap the code on the display to mark it."), { kind: "warn" });
  }
}

/** Opens a link in a window of a phone's size; where there are none, it opens as links do. @param {Event} event */
export function openBeside(event) {
  const { href } = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  if (window.open(href, "aisle-vend", BESIDE)) event.preventDefault();
}

/** The QR code that stands on the machine. @param {string} id @param {string} name */
export async function showQr(id, name) {
  const address = new URL(customerPage(id), location.href).href;
  try {
    const picture = h("img", { src: await drawn(address), alt: t("QR code of {address}", { address }) });
    open({ title: name, body: h("div", { class: "qr stack" }, picture, h("a", { href: address, dir: "ltr" }, address),
      isHere() && h("p", { class: "note" }, `${t("A phone does not find this address.")} ${
        t("Start the demo with BIND=0.0.0.0, and open this page by the address of the computer.")}`)) });
  } catch (problem) {
    toast(explain(problem), { kind: "bad" });
  }
}

/** Whether the address of the page means this computer only. */
const isHere = () => /^(localhost|127\.|\[::1\])/.test(location.hostname);

/** Something shall go wrong with a machine's next dispense. @param {string} id @param {Trouble} trouble */
export async function spoil(id, trouble) {
  keep(id, trouble);
  try {
    await troubleSet(id, trouble);
    take(id, trouble);
  } catch (problem) {
    const isGone = problem instanceof Refused && problem.status === 404;
    toast(isGone ? t("This machine is not there any more.") : explain(problem), { kind: "bad" });
  } finally {
    keep(id, null);
  }
}

/** @param {string} id @param {Trouble|null} trouble */
function keep(id, trouble) {
  const acts = new Map(page.state.acts);
  if (trouble === null) acts.delete(id);
  else acts.set(id, trouble);
  page.set({ acts });
}

/** It was taken over; the machine says so itself with the next look. @param {string} id @param {Trouble} trouble */
function take(id, trouble) {
  const machine = page.state.machines.get(id);
  if (machine) page.set({ machines: new Map(page.state.machines).set(id, { ...machine, trouble }) });
}
