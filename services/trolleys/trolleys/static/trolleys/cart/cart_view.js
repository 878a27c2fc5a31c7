/** The cart: what was scanned last, the lines, what is kept for later. */

import { money } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, keyed, nothing, repeat, symbol } from "../../pages/view.js";
import { adding, addingView } from "./adding.js";
import { lineView } from "./line_view.js";
import { refreshPrices } from "./mend.js";
import { coming, isLeaving, troubledSince, wanted } from "./outbox.js";
import { owner } from "./owner.js";
import { failureView } from "./pay_view.js";
import { cart, sums } from "./state.js";

/** @typedef {import("./calls.js").Line} Line */

/** The whole cart, as it is now. */
export function cartView() {
  const { state } = cart;
  const lines = [...state.lines.values()].filter(({ id }) => !isLeaving(id)).reverse();
  const now = lines.filter((line) => wanted(line) > 0);
  const later = lines.filter((line) => wanted(line) === 0);
  return html`
    <h2 class="visually-hidden" tabindex="-1">${t("In the cart")}</h2>
    ${failureView()}
    ${addingView(adding.state)}
    ${toldView(state)}
    ${waitingView()}
    ${lines.some(({ stock_status: status }) => status === "unknown") ? html`<p class="note">${
      t("Prices and stock cannot be checked just now.")}</p>` : nothing}
    ${pricesView(now)}
    ${now.length || coming().length ? nothing : emptyView()}
    <ul class="lines" aria-label=${t("In the cart")}>
      ${repeat(coming(), ({ key }) => key, (job) => html`<li class="line coming" aria-busy="true">
        <span class="spinner" aria-hidden="true"></span><bdi>${job.name}</bdi></li>`)}
      ${repeat(now, ({ id }) => id, lineView)}
    </ul>
    ${later.length ? html`<section class="later stack"><h2>${t("Kept for later")}</h2>
      <ul class="lines">${repeat(later, ({ id }) => id, lineView)}</ul></section>` : nothing}`;
}

/** What became of the last scan. A new one is shown anew, though it says the same.
 * @param {import("./state.js").Cart} state */
function toldView({ told }) {
  if (!told) return nothing;
  const look = { good: "check", warn: "info", bad: "warn" }[told.kind];
  return keyed(told.count, html`<p class="banner told" data-state=${told.kind}>${symbol(look)}<span>${
    told.words}</span></p>`);
}

/** Changes that nobody has answered for a while are kept, and said. */
function waitingView() {
  const count = coming().length;
  if (!troubledSince()) return nothing;
  return html`<p class="banner" data-state="warn" role="status">${symbol("offline")}<span>${count
    ? n("No connection. {count} thing is kept here and goes into the cart as soon as that works.",
      "No connection. {count} things are kept here and go into the cart as soon as that works.", count)
    : t("No connection. Your changes are kept here until it is back.")}</span></p>`;
}

/** One tap puts all changed prices right. @param {Line[]} lines */
function pricesView(lines) {
  const changed = lines.filter(({ price_changed: isChanged }) => isChanged);
  if (!changed.length || cart.state.issues.length) return nothing;
  return html`<div class="notice row">
    <span class="grow">${n("{count} price has changed since you scanned it.",
      "{count} prices have changed since you scanned them.", changed.length)}</span>
    <button type="button" class="button" @click=${refreshPrices}>${t("Take today's prices")}</button>
  </div>`;
}

function emptyView() {
  return html`<div class="nothing"><p class="large">${symbol("cart")}</p>
    <p>${t("Nothing is in the cart yet.")} ${owner().signed ? t("Scan a barcode with this phone, or look for a name.")
      : t("Scan the first thing at the trolley, or with this phone.")}</p></div>`;
}

/** What all costs together. */
export function sumView() {
  const { total, count, saved } = sums();
  return html`<div class="sum">
    <span class="soft">${n("{count} thing", "{count} things", count)}</span>
    <strong class="money">${money(total)}</strong>
    ${saved ? html`<span class="badge" data-state="good">${t("{amount} less at today's prices",
      { amount: money(saved) })}</span>` : nothing}
  </div>`;
}

