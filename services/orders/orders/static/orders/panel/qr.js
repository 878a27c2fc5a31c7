// A QR code shown to a guest, or beside a table.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { isOnlyHere } from "../../pages/reach.js";
import { t } from "../../pages/texts.js";
import { coded, drawing, grouped, linkOf } from "./codes.js";
import { icon } from "./icons.js";
import { sizeField, printCodes } from "./sheet.js";
import { panel } from "./state.js";

/** A picture that appears as soon as it is drawn; without an answer it says so. */
export function picture(thing) {
  const box = h("div", { class: "qr" }, h("span", { class: "spinner" }));
  const show = () => drawing(linkOf(thing)).then(
    (src) => box.replaceChildren(h("img", { src, alt: t("QR code of {table}", { table: thing.name }) })),
    () => box.replaceChildren(h("p", {}, t("The code could not be drawn.")),
      h("button", { type: "button", class: "button", on: { click: show } }, t("Try again"))),
  );
  show();
  return box;
}

/** What is wrong with codes that lead to this very machine; null where nothing is. */
export const reachWarning = () => (isOnlyHere(document.body.dataset.publicUrl || location.href)
  ? h("div", { class: "banner", dataset: { state: "warn" } }, icon("warn"), h("p", { class: "grow" },
    t("These codes lead to this computer only: no phone can open them."), " ",
    t("Start the suite with an address of your network, then print."))) : null);

/** Show a code, large enough to be scanned from the screen. */
export function showCode(thing) {
  const link = linkOf(thing);
  const stays = coded(thing) !== thing || panel.tables.get(thing.id)?.code === thing.code;
  const body = h("div", { class: "stack qr-body" }, reachWarning(),
    h("p", {}, t("Guests scan this code to see the menu and to order.")), picture(thing),
    stays && h("p", {}, t("Or they type:"), " ",
      h("strong", { class: "short-code", dir: "ltr" }, grouped(coded(thing).code))),
    h("p", { class: "qr-link" }, h("a", { href: link, target: "_blank", rel: "noopener", dir: "ltr" }, link)),
    h("button", { type: "button", class: "button primary wide", on: { click: () => printCodes([thing]) } },
      icon("print"), t("Print")), sizeField());
  return open({ title: t("{table}: QR code", { table: thing.name }), body });
}
