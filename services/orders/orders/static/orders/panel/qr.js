// A QR code shown to a guest, or beside a table.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { isOnlyHere } from "../../pages/reach.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render as draw } from "../../pages/view.js";
import { coded, drawing, grouped, linkOf } from "./codes.js";
import { sign } from "./icons.js";
import { sizeField, printCodes } from "./sheet.js";
import { panel } from "./state.js";

/** A picture that appears as soon as it is drawn; without an answer it says so. */
export function picture(thing) {
  const box = h("div", { class: "qr" });
  const show = async () => {
    const src = await drawing(linkOf(thing)).catch(() => "");
    draw(src ? html`<img src=${src} alt=${t("QR code of {table}", { table: thing.name })}>` : failedView(show), box);
  };
  draw(html`<span class="spinner"></span>`, box);
  show();
  return box;
}

const failedView = (again) => html`<p>${t("The code could not be drawn.")}</p>
  <button type="button" class="button" @click=${again}>${t("Try again")}</button>`;

/** What is wrong with codes that lead to this very machine; nothing where they do not. */
export const reachWarning = () => (isOnlyHere(document.body.dataset.publicUrl || location.href)
  ? html`<div class="banner" data-state="warn">${sign("warn")}<p class="grow">${
    t("These codes lead to this computer only: no phone can open them.")} ${
    t("Start the suite with an address of your network, then print.")}</p></div>` : nothing);

/** Show a code, large enough to be scanned from the screen. */
export function showCode(thing) {
  const body = h("div", { class: "stack qr-body" });
  draw(codeView(thing), body);
  return open({ title: t("{table}: QR code", { table: thing.name }), body });
}

function codeView(thing) {
  const link = linkOf(thing);
  const stays = coded(thing) !== thing || panel.tables.get(thing.id)?.code === thing.code;
  return html`${reachWarning()}
    <p>${t("Guests scan this code to see the menu and to order.")}</p>${picture(thing)}
    ${stays ? html`<p>${t("Or they type:")} <strong class="short-code" dir="ltr">${
      grouped(coded(thing).code)}</strong></p>` : nothing}
    <p class="qr-link"><a href=${link} target="_blank" rel="noopener" dir="ltr">${link}</a></p>
    <button type="button" class="button primary wide" @click=${() => printCodes([thing])}>${
      sign("print")}${t("Print")}</button>${sizeField()}`;
}
