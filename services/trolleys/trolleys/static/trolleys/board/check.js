/** A spot check: some of the things in a trolley are scanned and compared with its cart; all of them after a miss. */

import { newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { plainButton } from "../../pages/fields.js";
import { makeStore } from "../../pages/store.js";
import { n, t } from "../../pages/texts.js";
import { html, mount, nothing, symbol } from "../../pages/view.js";
import { check } from "./calls.js";
import { explain } from "./words.js";

/** @typedef {{barcodes: string[], typed: string, whole: boolean, missed: string[], error: unknown, busy: boolean}} Scan */

const BARCODE = /^[!-.0-~]{1,64}$/;

/** @param {{session: string, items: number, trolley: string}} asked */
export function openCheck({ session, items, trolley }) {
  /** @type {Scan} */
  const beginning = { barcodes: [], typed: "", whole: false, missed: [], error: null, busy: false };
  const scan = makeStore(beginning);
  const body = h("div", { class: "stack" });

  /** @param {{whole?: boolean, skip?: boolean}} [how] */
  const send = async (how = {}) => {
    if (scan.state.busy) return;
    scan.set({ busy: true, error: null });
    try {
      const scanned = how.skip ? how : { barcodes: scan.state.barcodes, whole: scan.state.whole };
      const { state, not_in_cart: missed = [] } = await check(session, scanned, newKey());
      if (state === "passed") {
        dialog.close();
        return void toast(t("{trolley}: the check is done.", { trolley }));
      }
      scan.set({ whole: true, missed, barcodes: [] });
    } catch (error) {
      scan.set({ error });
    } finally {
      scan.set({ busy: false });
    }
  };

  const end = mount(scan, (state) => checkView(state, items, scan, send), body);
  const dialog = open({ title: t("Spot check: {trolley}", { trolley }), body, onClose: end });
}

/**
 * @param {Scan} state
 * @param {number} items
 * @param {import("../../pages/store.js").Store<Scan>} scan
 * @param {(how?: {skip?: boolean}) => void} send
 */
function checkView(state, items, scan, send) {
  const { barcodes, typed, whole, missed, error, busy } = state;
  const add = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (BARCODE.test(typed.trim())) scan.set({ barcodes: [...barcodes, typed.trim()], typed: "" });
  };
  const drop = (/** @type {number} */ at) => () => scan.set({ barcodes: barcodes.filter((_, index) => index !== at) });
  return html`
    ${missed.length ? html`<p class="banner" data-state="bad" role="alert">${symbol("warn")}<span>${
      t("Not in the cart: {codes}. Now scan everything that is in the trolley.", { codes: missed.join(", ") })}</span></p>`
      : html`<p>${n("Scan {count} thing out of the trolley.", "Scan {count} things out of the trolley.", items)}</p>`}
    <form class="row" @submit=${add}><label class="field grow"><span>${t("Barcode")}</span>
      <input .value=${typed} @input=${(/** @type {InputEvent} */ event) => scan.set({
        typed: /** @type {HTMLInputElement} */ (event.currentTarget).value })} autocomplete="off" inputmode="numeric"></label>
      <button class="button">${t("Add")}</button></form>
    <ol class="scanned">${barcodes.map((each, at) => html`<li class="row"><span class="grow" dir="ltr">${each}</span>
      <button type="button" class="button quiet bare" aria-label=${t("Take {name} out", { name: each })}
        @click=${drop(at)}>${symbol("close")}</button></li>`)}</ol>
    ${error ? html`<p class="banner" data-state="bad" role="alert">${explain(error)}</p>` : nothing}
    <div class="row">
      ${plainButton(whole ? t("This is everything") : t("Compare"), () => send(), "primary")}
      ${plainButton(t("Let it pass"), () => send({ skip: true }), "quiet")}
    </div>
    <p class="hint" role="status">${busy ? t("One moment…") : n("{count} scanned", "{count} scanned", barcodes.length)}</p>`;
}
