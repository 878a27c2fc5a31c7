// A field for an amount of money, as people type it.
import { typedAmount } from "../../pages/amount.js";
import { decimals, money } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing } from "../../pages/view.js";

/** What was typed, in the smallest unit: 0 for nothing, null for what is no amount. */
export const readAmount = (typed) => (typed.trim() ? typedAmount(typed) : 0);

const EXAMPLE = 12 * 10 ** decimals + (decimals ? 5 * 10 ** (decimals - 1) : 0);

/** The field; `set(typed)` hears each letter. */
export const amountField = ({ label, value, set, hint = "" }) => html`<label class="field"><span>${label}</span>
  <input inputmode="decimal" autocomplete="off" dir="ltr" maxlength="20" .value=${live(value)}
    aria-invalid=${String(readAmount(value) === null)} @input=${({ target }) => set(target.value)}>
  ${hint ? html`<span class="hint">${hint}</span>` : nothing}
  ${readAmount(value) === null ? html`<span class="problem">${t("Type an amount, such as {example}.",
    { example: money(EXAMPLE) })}</span>` : nothing}</label>`;
