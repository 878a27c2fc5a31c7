// The printers of the place: how each is, what it printed last, and printing that again.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render as draw, repeat } from "../../pages/view.js";
import { sign } from "./icons.js";
import { waitingText } from "./printer_banner.js";
import { editPrinter } from "./printer_dialog.js";
import { showTickets } from "./printer_tickets.js";
import { allPrinters, whyTroubled } from "./printers.js";
import { maySetUp } from "./roles.js";
import { watch } from "./state.js";

/** Show all printers of the place, live. */
export function showPrinters() {
  const body = h("div", { class: "stack" });
  const render = () => draw(listView(allPrinters()), body);
  const { element } = open({ title: t("Kitchen printers"), body, onClose: watch(render) });
  element.classList.add("large");
  render();
}

function listView(printers) {
  return html`${printers.length ? nothing : html`<p class="soft">${
    t("No printers yet. One prints what is ordered at its station, and only what was added.")}</p>`}
    <ul class="printers">${repeat(printers, ({ id }) => id, printerView)}</ul>
    ${maySetUp() ? html`<div class="row"><button type="button" class="button primary"
      @click=${() => editPrinter(null)}>${sign("plus")}${t("Add a printer")}</button></div>` : nothing}`;
}

function printerView(printer) {
  const [state, text] = stateOf(printer);
  return html`<li class="printer"><h3><bdi>${printer.name}</bdi></h3>
    <span class="badge" data-state=${state}>${text}</span>
    <p class="soft">${printer.categories.map((name) => name || t("Other")).join(", ") || t("Everything")}</p>
    ${printer.is_active && printer.trouble ? html`<p class="problem">${whyTroubled(printer)} ${
    waitingText(printer)}</p>` : nothing}
    <div class="row"><button type="button" class="button" aria-label=${t("Last tickets of {name}", printer)}
      @click=${() => showTickets(printer)}>${sign("print")}${t("Last tickets")}</button>
      ${maySetUp() ? html`<button type="button" class="button" aria-label=${t("Change {name}", printer)}
        @click=${() => editPrinter(printer)}>${sign("edit")}${t("Change")}</button>` : nothing}</div></li>`;
}

function stateOf({ is_active: isActive, trouble }) {
  if (!isActive) return ["", t("switched off")];
  return trouble ? ["bad", t("prints nothing")] : ["good", t("prints")];
}
