/** The QR code of a machine. */

import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { drawn } from "../../pages/qr.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { codeOf, printMachines } from "./codes.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Machine} Machine */

/** By machine. @type {Map<string, string>} */
const pictures = new Map();

/** Where it cannot be drawn, its address is there as a link. @param {string} id */
export async function drawCode(id) {
  if (pictures.has(id)) return;
  try {
    pictures.set(id, await drawn(codeOf(id)));
  } catch {
    pictures.delete(id);
  }
  page.changed();
}

/** @param {Machine} machine */
export function codeCard(machine) {
  const { machine_id: id } = machine;
  const picture = pictures.get(id);
  return html`<section class="card stack code"><h3>${t("QR code for customers")}</h3>
    ${picture ? html`<img src=${picture} alt=${t("QR code of {id}", { id })} width="200" height="200">` : nothing}
    <p><a href=${codeOf(id)} dir="ltr">${codeOf(id)}</a></p>
    <div>${plainButton(html`${symbol("print")}${t("Print it")}`, () => print(machine))}</div></section>`;
}

/** @param {Machine} machine */
async function print(machine) {
  try {
    await printMachines([machine]);
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
