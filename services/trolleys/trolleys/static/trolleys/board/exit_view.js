/** The exit: the code of a receipt is scanned, once. */

import { plainButton } from "../../pages/fields.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { film, verdict, verify } from "./exit.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Exit} Exit */

/**
 * A hand scanner types the code and presses Enter; the next one goes into the same field.
 * @param {SubmitEvent} event
 */
function submit(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("code"));
  const code = field.value;
  field.value = "";
  field.focus();
  verify(code);
}

/** @param {State} state */
export function exitView({ exits: [newest, ...older] }) {
  return html`<form class="card row exit" @submit=${submit}>
      <label class="field grow"><span>${t("Code of the receipt")}</span>
        <input name="code" required maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false"
          dir="ltr"></label>
      <button class="button primary">${t("Check")}</button>
      ${plainButton(html`${symbol("qr")}${t("Camera")}`, film)}
    </form>
    <div aria-live="assertive">${newest ? newestView(newest) : html`<p class="soft">${
      t("Scan the code on the shopper's phone. It is good once.")}</p>`}</div>
    ${older.length ? html`<h3>${t("Before")}</h3>
      <ul class="before stack">${repeat(older, ({ turn }) => turn, olderView)}</ul>` : nothing}`;
}

/** @param {Exit} entry */
const stateOf = ({ receipt, error }) => (receipt ? "good" : error ? "bad" : "warn");

/** @param {Exit} entry */
const signOf = (entry) => symbol({ good: "check", bad: "close", warn: "clock" }[stateOf(entry)]);

/** @param {Exit} entry */
function newestView(entry) {
  const { receipt } = entry;
  return html`<section class="card stack">
    <p class="banner verdict" data-state=${stateOf(entry)}>${signOf(entry)}<span>${verdict(entry)}</span></p>
    ${receipt ? html`<p>${t("Receipt {number}", { number: receipt.number })} · ${
      receipt.trolley_id ?? t("own cart")} · ${dayAndClock(receipt.paid_at)}</p>
      <ul class="bought">${receipt.lines.map(({ name, quantity }) => html`<li><strong>${quantity} ×</strong> <bdi>${
        name}</bdi></li>`)}</ul>` : nothing}
  </section>`;
}

/** @param {Exit} entry */
const olderView = (entry) => html`<li class="row">
  <span class="badge" data-state=${stateOf(entry)}>${signOf(entry)}</span>
  <span class="grow">${entry.receipt ? html`${entry.receipt.number} · ` : nothing}${verdict(entry)}</span></li>`;
