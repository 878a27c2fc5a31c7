// Codes on paper: sheets to be cut, labels to be stuck. Each sticker is whole, whatever the number of pages.
import { h, toast } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render as draw } from "../../pages/view.js";
import { coded, drawing, grouped, linkOf } from "./codes.js";
import { set, settings } from "./settings.js";
import { openSessions, panel } from "./state.js";
import { byName } from "./sums.js";

/** How many stickers a page holds; measures are in print.css. */
const PAGES = { a4: 4, letter: 4, labels: 21, round: 12, square: 12 };

const names = () => ({
  a4: t("A4, 4 to a page"), letter: t("Letter, 4 to a page"), labels: t("A4 labels, 63.5 × 38.1 mm, 21 to a page"),
  round: t("A4, round, 60 mm, 12 to a page"), square: t("A4, square, 60 mm, 12 to a page"),
});

/** A choice of the paper; this device remembers it. */
export const sizeField = () => html`<label class="field"><span>${t("Paper")}</span>
  <select @change=${(event) => set({ paper: event.target.value })}>${Object.entries(names()).map(([key, text]) =>
  html`<option value=${key} ?selected=${key === settings().paper}>${text}</option>`)}</select></label>`;

/** All tables in use, and the sessions without a table. */
export function allCodes() {
  const tables = [...panel.tables.values()].filter((table) => table.is_active);
  return byName([...tables, ...openSessions().filter((session) => !panel.tables.has(session.table_id))]);
}

/** Print a sheet with the codes of these. */
export async function printCodes(things = allCodes()) {
  if (!things.length) return toast(t("There is no table yet: nothing to print."), { kind: "warn" });
  const stickers = [];
  try {
    for (const thing of things) { // few are drawn at once for one address
      stickers.push(stickerView(thing, await drawing(linkOf(thing))));
    }
  } catch {
    return toast(t("The codes could not be drawn. Check the connection, then print again."), { kind: "bad" });
  }
  document.querySelector(".print-sheet")?.remove();
  const paper = settings().paper in PAGES ? settings().paper : "a4";
  const size = PAGES[paper];
  const pages = Array.from({ length: Math.ceil(stickers.length / size) }, (_, at) =>
    html`<div class="print-page">${stickers.slice(at * size, (at + 1) * size)}</div>`);
  const sheet = h("div", { class: "print-sheet", dataset: { paper }, "aria-hidden": "true" });
  draw(pages, sheet);
  document.body.append(sheet);
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => undefined)));
  print();
  return undefined;
}

function stickerView(thing, src) {
  const link = linkOf(thing);
  const { code } = coded(thing);
  const isShort = code.length === 8;
  return html`<div class="print-ticket">
    <p class="print-place">${panel.place.name}</p><p class="print-table">${thing.name}</p>
    <img src=${src} alt="">
    <p class="print-hint">${t("Scan the code to see the menu and to order.")}</p>
    ${isShort ? html`<p class="print-code" dir="ltr">${grouped(code)}</p>` : nothing}
    <p class="print-link" dir="ltr">${isShort ? link.replace(/^https?:\/\//, "") : link}</p></div>`;
}
