// A line for each printer that prints nothing: why, since when, and how many tickets wait for it.
import { age, ageText } from "../../pages/ages.js";
import { h } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { html, render as draw, repeat } from "../../pages/view.js";
import { keepingFocus } from "./focus.js";
import { sign } from "./icons.js";
import { troubled, whyTroubled } from "./printers.js";

/** `acts`: {open()}. The sentences are told when they change; how long it has lasted only stands there. */
export function makePrinterBanner(acts) {
  const node = h("div", { class: "printer-troubles", role: "status" });
  const render = () => {
    const found = troubled();
    node.hidden = !found.length;
    keepingFocus(node, () => draw(repeat(found, ({ id }) => id, (one) => lineView(one, acts)), node), ".printer-go");
  };
  return { node, render, tick: () => node.hidden || render() };
}

const lineView = (printer, { open }) => html`<div class="banner link-banner" data-state="bad">${sign("print")}
  <p class="grow">${whyTroubled(printer)} <span aria-hidden="true">${ageText(age(printer.since))}</span> ${
  waitingText(printer)}</p>
  <button type="button" class="button printer-go" aria-haspopup="dialog" @click=${open}>${
  t("Printers")}</button></div>`;

/** How many tickets wait; nothing where none does. */
export const waitingText = ({ waiting }) => (waiting
  ? n("{count} ticket waits for it.", "{count} tickets wait for it.", waiting) : "");
