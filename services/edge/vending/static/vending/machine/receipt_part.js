/** The address under which a sale can be looked at from anywhere: as a link, and as a code for another phone. */

import { Unreachable } from "../../pages/api.js";
import { drawn } from "../../pages/qr.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { receiptOf } from "./calls.js";
import { clientId } from "./kept.js";
import { page } from "./state.js";

/** @typedef {{url: string, picture: string}} Found */

/** By transaction; null while it is asked for, or when nobody has answered. @type {Map<string, Found|null>} */
const found = new Map();

/** @param {import("./calls.js").Sale} sale */
async function load({ machine_id: machineId, transaction_id: id }) {
  found.set(id, null);
  try {
    const { receipt } = await receiptOf(machineId, clientId(), id);
    const url = new URL(`/vend/receipt/${receipt}/`, location.href).href; // under the name that this page was opened by
    found.set(id, { url, picture: "" });
    page.changed();
    found.set(id, { url, picture: await drawn(url).catch(() => "") });
    page.changed();
  } catch (error) {
    if (error instanceof Unreachable) found.delete(id); // the next change of the page asks again
  }
}

/** @param {import("./calls.js").Sale} sale */
export function receiptView(sale) {
  if (!found.has(sale.transaction_id)) load(sale);
  const known = found.get(sale.transaction_id);
  if (!known) return nothing;
  return html`<div class="receipt-link">
    ${known.picture ? html`<img class="qr" src=${known.picture} alt="" width="128" height="128">` : nothing}
    <p><a class="button quiet" href=${known.url}>${symbol("bill")}${t("Receipt")}</a><br>
      <span class="soft small">${t("Keep its address. It shows what became of your money, on any phone.")}</span></p>
  </div>`;
}
