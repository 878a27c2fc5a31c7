// Printing all codes: on which paper.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { reachWarning } from "./qr.js";
import { allCodes, printCodes, sizeField } from "./sheet.js";

/** Ask for the paper, then print the codes of all tables. */
export function showPrint() {
  const { length: count } = allCodes();
  if (!count) return printCodes();
  return open({
    title: t("Print all codes"),
    body: h("div", { class: "stack" }, reachWarning(), h("p", { class: "soft" },
      n("{count} code. Print without scaling, so that labels fit.",
        "{count} codes. Print without scaling, so that labels fit.", count)), sizeField()),
    actions: [{ label: t("Cancel"), kind: "quiet" }, { label: t("Print"), kind: "primary", run: () => printCodes() }],
  });
}
