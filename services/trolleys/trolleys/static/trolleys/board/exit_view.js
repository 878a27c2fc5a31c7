/** The exit: the code of a receipt is scanned, once. */

import { newKey } from "../../pages/api.js";
import { money, units } from "../../pages/money.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { receiptVerify } from "./calls.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */

/** A hand scanner types the code and presses Enter. @param {SubmitEvent} event */
async function submit(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const code = String(new FormData(form).get("code")).trim();
  form.reset();
  if (code) await verify(code);
}

/** @param {string} code */
export async function verify(code) {
  page.set({ exit: { busy: true, receipt: null, error: null } });
  try {
    page.set({ exit: { busy: false, receipt: await receiptVerify(code, newKey()), error: null } });
  } catch (error) {
    page.set({ exit: { busy: false, receipt: null, error } });
  }
}

/** @param {State} state */
export function exitView({ exit: { busy, receipt, error } }) {
  return html`<form class="card stack" @submit=${submit}>
      <label class="field"><span>${t("Code of the receipt")}</span>
        <input name="code" required maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false" dir="ltr"
          autofocus></label>
      <button class="button primary" aria-disabled=${String(busy)}>${t("Check")}</button>
    </form>
    <div aria-live="assertive">
      ${error ? html`<p class="banner verdict" data-state="bad">${symbol("close")}<span>${explain(error)}</span></p>` : nothing}
      ${receipt ? goodView(receipt) : nothing}
    </div>`;
}

/** @param {NonNullable<State["exit"]["receipt"]>} receipt */
function goodView(receipt) {
  return html`<section class="card stack">
    <p class="banner verdict" data-state="good">${symbol("check")}<span>${
      n("Paid: {count} thing", "Paid: {count} things", receipt.items)}, ${money(units(receipt.total))}</span></p>
    <p>${t("Receipt {number}", { number: receipt.number })} · ${receipt.trolley_id ?? nothing} · ${
      dayAndClock(receipt.paid_at)}</p>
    <ul class="bought">${receipt.lines.map(({ name, quantity }) => html`<li><strong>${quantity} ×</strong> <bdi>${
      name}</bdi></li>`)}</ul>
  </section>`;
}
