/** The part in which operators decide: what came out, and how money goes back. */

import { Refused } from "../../pages/api.js";
import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { clock, dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, trouble, waiting } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { opinionView } from "./feedback_words.js";
import { refundsView } from "./refunds_view.js";
import { dropCase, readAgain, review, show, showMore } from "./review.js";
import { caseHead } from "./review_head.js";
import { askReason } from "./review_dialog.js";
import { DECIDED, trailOf } from "./review_words.js";
import { explain } from "./words.js";

export { hear, show } from "./review.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./review.js").Case} Case */

/** @param {State} state */
export function view(state) {
  const { found, error, busy } = review;
  return html`${error ? trouble(explain(error), html`<p>${plainButton(t("Try again"), show)}</p>`) : nothing}
    ${found ? foundView(found, state) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {import("./review.js").Found} found @param {State} state */
function foundView({ cases, sales, refunds }, state) {
  if (!sales && !refunds.length) return nothingView(state);
  return html`${sales ? html`<section class="stack"><h3>${t("What came out?")} <span class="count">${sales}</span></h3>
      <ul class="cases">${repeat(cases, ({ sale }) => sale.transaction_id, (each) => caseView(each, state))}</ul>
      ${sales > cases.length ? html`<p>${plainButton(t("Show more"), showMore)}</p>` : nothing}</section>` : nothing}
    ${refundsView(refunds, state)}`;
}

/** @param {State} state */
function nothingView({ desk }) {
  return html`<div class="card stack"><p class="row" role="status">${symbol("check")}<strong>${
      t("Nothing waits for you.")}</strong></p>
    ${desk?.dispense_unconfirmed === "refund" ? html`<p class="soft">${
      t("When a machine does not say what came out, the money goes back by itself.")} ${
      t("With DISPENSE_UNCONFIRMED=review you decide here.")}</p>` : nothing}</div>`;
}

/** @param {Case} one @param {State} state */
function caseView({ sale, ledger, events, opinions }, state) {
  const { transaction_id: id, machine_id: machine, quantity, amount } = sale;
  const name = `decide ${id}`;
  const busy = String(state.acts.has(name));
  const title = state.machines.get(machine)?.name || machine;
  return html`<li class="card case" aria-busy=${busy}>
    ${caseHead(machine, sale.updated_at, state)}
    <p class="sum">${ledger?.is_test ? n("Test of {count} unit", "Test of {count} units", quantity)
      : n("{count} unit, {amount}", "{count} units, {amount}", quantity, { amount: money(amount) })}</p>
    ${trailView(ledger, events)}
    ${opinions.map(opinionView)}
    <p class="soft small">${t("Transaction")} <bdi class="id">${id}</bdi></p>
    <div class="row acts">
      <button type="button" class="button" aria-disabled=${busy} @click=${() => deliver(sale, title)}>${
        symbol("box")}${t("It came out")}</button>
      <button type="button" class="button" aria-disabled=${busy} @click=${() => giveBack(sale, title)}>${
        symbol("undo")}${amount ? t("Give {amount} back", { amount: money(amount) }) : t("Nothing came out")}</button>
    </div>${onItsWay(state, name)}
  </li>`;
}

/** What is known of a case. @param {Case["ledger"]} ledger @param {Case["events"]} events */
function trailView(ledger, events) {
  if (!ledger) return html`<p class="soft">${t("Its steps could not be read. They come with the next change.")}</p>`;
  return html`<ol class="trail">${trailOf(ledger, events).map(({ at, words }) => html`<li><time datetime=${at}>${
    momentText(at)}</time><span>${words}</span></li>`)}</ol>`;
}

/** The time of day; with the day, unless it is today. @param {string} at */
const momentText = (at) =>
  (new Date(at).toDateString() === new Date().toDateString() ? clock(at) : dayAndClock(at));

/** @param {import("./calls.js").Sale} sale @param {string} title */
async function deliver({ transaction_id: id, quantity, amount }, title) {
  const given = await askReason({
    title: t("It came out"),
    text: `${title} – ${n("{count} unit is taken out of the stock.", "{count} units are taken out of the stock.",
      quantity)} ${amount ? t("{amount} is kept. The customer sees it at once, and this cannot be undone.",
      { amount: money(amount) }) : t("This cannot be undone.")}`,
    yes: t("It came out"),
    reasons: [t("The customer says so"), t("The stock was counted"), t("Somebody saw it")],
  });
  if (given) decide(id, "deliver", given.reason, t("Decided: it came out."));
}

/** @param {import("./calls.js").Sale} sale @param {string} title */
async function giveBack({ transaction_id: id, amount }, title) {
  const sum = money(amount);
  const given = await askReason({
    title: amount ? t("Give {amount} back", { amount: sum }) : t("Nothing came out"),
    text: `${title} – ${amount ? t("{amount} goes back to the customer, who sees it at once. This cannot be undone.",
      { amount: sum }) : t("This cannot be undone.")}`,
    yes: amount ? t("Give {amount} back", { amount: sum }) : t("Nothing came out"),
    danger: true,
    reasons: [t("The customer got nothing"), t("The machine was looked at"), t("As a courtesy")],
  });
  if (!given) return;
  decide(id, "refund", given.reason, amount ? t("Decided: {amount} goes back.", { amount: sum })
    : t("Decided: nothing came out."));
}

/** @param {string} id @param {"deliver"|"refund"} decision @param {string} reason @param {string} words */
function decide(id, decision, reason, words) {
  const path = `/edge/transactions/${encodeURIComponent(id)}/${decision}/`;
  const done = () => (dropCase(id), void toast(words));
  perform(`decide ${id}`, { method: "POST", path, body: { reason } }, done, (problem) => {
    toast(explain(problem, DECIDED), { kind: "bad" });
    if (problem instanceof Refused && problem.reason === "not_in_review") dropCase(id);
    else readAgain();
  });
}
