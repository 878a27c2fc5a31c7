// How the dialog of a table looks.
import { money } from "../../pages/money.js";
import { clock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat } from "../../pages/view.js";
import { optionsView } from "../dish/choosing.js";
import { callView, wish } from "./calls.js";
import { sign } from "./icons.js";
import { rowView } from "./order_row.js";
import { mayRename, mayServe } from "./roles.js";
import { panel } from "./state.js";
import { cartTotal, guestSums, hasPaid, isPaid, toDoText, total, unpaid } from "./sums.js";

/** `parts`: {rows} of orders, {qr} an element of its own, {acts} what can be done. */
export function sessionView(session, { rows, qr, acts }) {
  const isOpen = session.state === "OPEN";
  return html`<div class="session-main stack">
    ${factsView(session, isOpen)}
    ${sumView(session)}
    ${callsView(session)}
    ${isOpen ? actionsView(session, acts) : closedView(acts)}
    ${rows.length ? html`<ul class="session-orders">${repeat(rows, ({ key }) => key, rowView)}</ul>`
    : html`<p class="soft">${t("Nothing ordered yet.")}</p>`}
    ${cartView(session)}
  </div>
  ${isOpen ? html`<div class="session-side">${qr}${wordView(session)}</div>` : nothing}`;
}

function factsView(session, isOpen) {
  const time = clock(session.timestamp);
  const bill = session.answered?.get("bill");
  return html`<p class="session-facts">
    <span class="badge" data-state=${isOpen ? "good" : "over"}>${isOpen ? t("Open") : t("Closed")}</span>
    <span>${isOpen ? t("opened at {time}", { time }) : t("Was opened at {time}", { time })}</span>
    <span>${toDoText(session)}</span>
    ${isOpen && bill && !isPaid(session) ? html`<span class="badge" data-state="warn">${sign("bill")} ${
    t("Wants to pay")} · ${wish(bill)}</span>` : nothing}</p>`;
}

/** What the table owes, and what of it each guest ordered. */
function sumView(session) {
  const sums = guestSums(session);
  return html`<div class="session-sums"><p class="session-sum"><span>${t("Total")}</span> <strong class="money">${
    money(total(session))}</strong></p>
    ${hasPaid(session) ? html`<p class="session-paid"><span>${isPaid(session) ? html`${sign("check")} ${t("Paid")}`
    : t("Left to pay")}</span> <strong class="money">${money(Math.max(0, unpaid(session)))}</strong></p>` : nothing}
    ${sums.length > 1 ? html`<ul class="guest-sums" aria-label=${t("Sums by guest")}>${sums.map(({ name, sum }) =>
    html`<li><bdi>${name}</bdi> <span class="money">${money(sum)}</span></li>`)}</ul>` : nothing}</div>`;
}

function callsView(session) {
  const calls = [...session.calls.values()];
  if (!calls.length) return nothing;
  const view = (call) => callView({ name: session.name, session, calls: [call], since: call.timestamp });
  return html`<ul class="calls">${calls.map(view)}</ul>`;
}

const wordView = ({ word }) => (panel.rules.ask_word && word ? html`<p class="session-word">${t("Word of the sitting")}
  <strong dir="ltr">${word}</strong></p>` : nothing);

const act = (drawing, label, kind, run) =>
  html`<button type="button" class=${`button ${kind}`} @click=${run}>${sign(drawing)}${label}</button>`;

/** Only what the person may do at the place: the rest would be refused. */
function actionsView(session, acts) {
  const serves = mayServe(), hasTables = panel.tables.size > 0;
  return html`<div class="session-actions">
    ${serves ? act("plus", t("Order for the guest"), "primary", acts.order) : nothing}
    ${serves ? act("bill", t("Bill"), "", acts.bill) : nothing}
    ${act("qr", t("QR code"), "", acts.code)}
    ${serves && hasTables ? act("forward", t("Move"), "", acts.move) : nothing}
    ${serves && acts.others() ? act("users", t("Merge"), "", acts.merge) : nothing}
    ${serves && hasTables && session.orders.size > 1 ? act("copy", t("Split off"), "", acts.split) : nothing}
    ${mayRename(session) ? act("edit", t("Rename"), "", acts.rename) : nothing}
    ${serves ? act("close", t("Close table"), "danger", acts.close) : nothing}</div>`;
}

/** A bill can be paid, and looked up, after the table was closed. */
const closedView = (acts) =>
  (mayServe() ? html`<div class="session-actions">${act("bill", t("Bill"), "", acts.bill)}</div>` : nothing);

function cartView(session) {
  const lines = [...session.cart.values()];
  if (!lines.length) return nothing;
  return html`<section class="session-cart" aria-labelledby="cart-title"><h3 id="cart-title">${
    n("{count} line in the cart, not ordered yet", "{count} lines in the cart, not ordered yet", lines.length)}</h3>
    <ul>${lines.map((line) => html`<li>${line.quantity}× <bdi>${line.name}</bdi>${
      line.guest ? html` · <bdi>${line.guest}</bdi>` : nothing}${
      optionsView(line.options)}${
      line.note ? html`<p class="note"><bdi>${line.note}</bdi></p>` : nothing}</li>`)}</ul>
    <p class="soft small">${t("{total} more when the guests send it.", { total: money(cartTotal(session)) })}</p>
  </section>`;
}
