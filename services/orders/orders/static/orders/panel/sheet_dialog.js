// Printing all codes: on which paper.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { html, render as draw } from "../../pages/view.js";
import { reachWarning } from "./qr.js";
import { allCodes, printCodes, sizeField } from "./sheet.js";

/** Ask for the paper, then print the codes of all tables. */
export function showPrint() {
  const { length: count } = allCodes();
  if (!count) return printCodes();
  const body = h("div", { class: "stack" });
  draw(html`${reachWarning()}<p class="soft">${n("{count} code. Print without scaling, so that labels fit.",
    "{count} codes. Print without scaling, so that labels fit.", count)}</p>${sizeField()}`, body);
  return open({
    title: t("Print all codes"),
    body,
    actions: [{ label: t("Cancel"), kind: "quiet" }, { label: t("Print"), kind: "primary", run: () => printCodes() }],
  });
}
