/** The ledger of a machine: its transactions, newest first, each with every step. */

import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, selection, trouble, waiting } from "../../pages/view.js";
import { receiptOf } from "./calls.js";
import { turnView } from "./machine_events.js";
import { LEDGER_SIZE, ledger, openSale, opened } from "./machine_state.js";
import { saleBadge, saleWords } from "./standing_view.js";
import { stepsView } from "./steps_view.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Sale} Sale */
/** @typedef {import("./calls.js").SaleState} SaleState */

/** @type {SaleState[]} */
const STATES = [
  "review", "refund_due", "ordered", "paid", "dispensing", "delivered", "partly_delivered", "refunded", "expired",
];

export function ledgerView() {
  const { found, error, query, busy } = ledger;
  const options = [{ value: "", text: t("All") }, ...STATES.map((state) => ({ value: state, text: saleWords(state) }))];
  return html`<div class="row filters"><div class="field"><span>${t("State")}</span>${
      selection({ label: t("State"), options, value: query.state,
        choose: (state) => ledger.choose({ state, offset: 0 }) })}</div></div>
    ${error ? trouble(explain(error), html`<p>${plainButton(t("Try again"), () => ledger.choose({}))}</p>`) : nothing}
    ${found ? foundView(found, query, busy) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {import("./calls.js").Page<Sale>} found @param {import("./machine_state.js").LedgerQuery} query
 * @param {boolean} busy */
function foundView({ count, results }, { state, offset }, busy) {
  if (!results.length) {
    return html`<p class="card" role="status">${
      state ? t("No transaction is like that.") : t("Nothing was sold here yet.")}</p>`;
  }
  return html`<p class="soft" role="status">${n("{count} transaction", "{count} transactions", count)}</p>
    <ul class="rows ledger" aria-busy=${String(busy)}>${repeat(results, ({ transaction_id: id }) => id, rowView)}</ul>
    ${turnView(offset, LEDGER_SIZE, count, (to) => ledger.choose({ offset: to }))}`;
}

/** @param {Sale} sale */
function rowView(sale) {
  const { transaction_id: id, quantity, dispensed, amount, refunded, updated_at: at } = sale;
  const open = (/** @type {Event} */ event) => {
    if (/** @type {HTMLDetailsElement} */ (event.currentTarget).open) openSale(id);
  };
  const units = dispensed === null ? n("{count} unit", "{count} units", quantity)
    : t("{dispensed} of {quantity}", { dispensed, quantity });
  return html`<li class="card"><details @toggle=${open}><summary><span class="ledger-row">
      <time datetime=${at}>${dayAndClock(at)}</time>${saleBadge(sale)}
      <span class="units">${units}</span><span class="money">${amount ? money(amount) : t("test")}</span>
      ${refunded ? html`<span class="soft small">${t("{amount} back", { amount: money(refunded) })}</span>`
        : nothing}</span></summary>
    ${detailsView(id)}</details></li>`;
}

/** @param {string} id */
function detailsView(id) {
  const sale = opened.get(id);
  if (!sale) {
    return opened.has(id) ? waiting(t("One moment…")) : html`<p>${plainButton(t("Read it"), () => openSale(id))}</p>`;
  }
  return html`<div class="stack">${stepsView(sale)}
    <p class="soft small">${t("Transaction")} <bdi class="id">${id}</bdi></p>
    ${sale.is_test ? nothing : html`<div>${
      plainButton(t("Open the customer's receipt"), () => receipt(sale), "quiet")}</div>`}</div>`;
}

/** @param {import("./calls.js").Ledger} sale */
async function receipt(sale) {
  const tab = open("about:blank", "_blank"); // in the tap: later the browser would stop it
  try {
    const address = `/vend/receipt/${(await receiptOf(sale)).receipt}/`;
    (tab ?? window).location.href = address;
  } catch (error) {
    tab?.close();
    toast(explain(error), { kind: "bad" });
  }
}
