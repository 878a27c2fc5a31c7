// The way to the sheet in which one pays, and back from where it is paid. What the sheet needs is loaded when it opens.
import { loaded } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { takeBack } from "../../pages/paying.js";
import { t } from "../../pages/texts.js";
import { keep, kept } from "./kept.js";
import { table } from "./state.js";

let back = takeBack(); // from the provider's page

if (back.proof || back.declined) history.replaceState(null, "", `${location.pathname}#pay-0`);

/** Keeps what the payment page has brought back, as soon as the table is known, and says it to the server. */
export function arrive() {
  const { proof, declined } = back;
  if (!table.code || (!proof && !declined)) return;
  back = { proof: null, declined: false };
  if (!kept().paying?.id) return;
  keep((own) => Object.assign(own.paying, proof ? { proof } : { isDeclined: true }));
  loaded(import("./paying.js")).then(({ settle }) => settle(), () => {}); // the sheet tries it again
}

/** Opens the sheet. */
export function openPay(_, onClose) {
  const host = h("div", { class: "sheet pay-sheet" }, h("p", { role: "status" }, t("One moment…")));
  let stop = () => {}, isClosed = false;
  const dialog = open({ title: t("Pay"), body: host, onClose: () => ((isClosed = true), stop(), onClose()) });
  const failed = () => host.replaceChildren(h("p", { class: "banner", dataset: { state: "bad" }, role: "alert" },
    t("No connection. Close this and try again, or pay with the staff.")));
  loaded(import("./pay_sheet.js")).then(({ show }) => !isClosed && (stop = show(host, dialog)), failed);
  return dialog;
}
