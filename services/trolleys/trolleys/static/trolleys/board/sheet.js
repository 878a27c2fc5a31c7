/** A sheet of QR codes for the printer. It is there only while it is printed, so that nothing else is printed as it. */

import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { drawn } from "../cart/calls.js";

/** @param {import("./calls.js").Trolley[]} trolleys */
export async function printCodes(trolleys) {
  const sources = await Promise.all(trolleys.map(({ qr_code_data: value }) => drawn(value)));
  const tickets = trolleys.map(({ trolley_id: id }, at) => h("div", { class: "ticket" },
    h("img", { src: sources[at], alt: "" }), h("strong", {}, id), h("span", {}, t("Scan to start"))));
  const sheet = h("div", { class: "sheet", "aria-hidden": "true" }, tickets);
  document.body.append(sheet);
  addEventListener("afterprint", () => sheet.remove(), { once: true });
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => undefined)));
  print();
}
