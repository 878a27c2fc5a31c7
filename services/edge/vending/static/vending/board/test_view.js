/** What becomes of a test dispense, to its end. */

import { n, t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { opened } from "./machine_state.js";
import { stepsView } from "./steps_view.js";

/** @typedef {import("./calls.js").Ledger} Ledger */

/** @param {Ledger} sale @returns {[look: string, words: string]} */
export function testWords({ state, quantity, dispensed }) {
  if (state === "delivered") {
    return ["good", n("{count} unit came out. It works.", "{count} units came out. It works.", quantity)];
  }
  if (state === "dispensing") return ["warn", t("The machine was told. Watch it: what comes out is confirmed here.")];
  if (state === "review") {
    return ["bad", t("The machine has not confirmed in time. Look inside, then say under “Decide” what came out.")];
  }
  if (state === "partly_delivered") {
    return ["bad", t("{dispensed} of {quantity} came out. Look at the motor and the tray.",
      { dispensed: dispensed ?? 0, quantity })];
  }
  return ["bad", t("Nothing came out. Look at the motor, and whether the machine stays on line.")];
}

/** @param {string} id the transaction; "" for none */
export function testResult(id) {
  const sale = id && opened.get(id);
  if (!sale) return id ? html`<p role="status">${t("One moment…")}</p>` : nothing;
  const [look, words] = testWords(sale);
  return html`<div class="stack test-result" data-state=${sale.state}><p class="banner" data-state=${look}
    role="status">${words}</p>
    <details><summary>${t("Every step")}</summary>${stepsView(sale)}</details></div>`;
}
