/** A visit that is over: being looked at, to be paid, paid, looked at again. */

import { plainButton } from "../../pages/buttons.js";
import { money, units } from "../../pages/money.js";
import { clock, dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, symbol, trouble, waiting } from "../../pages/view.js";
import { read } from "./follow.js";
import { payView } from "./pay_view.js";
import { noticedView, receiptView } from "./receipt_view.js";
import { isContestable, stageOf } from "./stages.js";
import { page, shownVisit } from "./state.js";
import { explain, isUnknown } from "./words.js";
import { openContest } from "./writing.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {import("../../pages/view.js").Part} Part */

/** @param {State} state */
export function visitView({ route, missing }) {
  const visit = shownVisit();
  const error = missing.get(route.id);
  if (visit) return overView(visit);
  if (!error) return waiting(t("One moment…"));
  return trouble(explain(error), html`<p>${isUnknown(error)
    ? html`<a class="button" href="#visits">${t("Your visits")}</a>`
    : plainButton(t("Try again"), () => again(route.id))}</p>`);
}

/** @param {string} id */
function again(id) {
  page.state.missing.delete(id);
  page.changed();
  read(id);
}

/** @param {Visit} visit */
function overView(visit) {
  const stage = stageOf(visit);
  const [look, sign, title, words] = ABOUT[stage](visit);
  return html`<section class="card stack end" data-state=${look}>
      <div class="row"><span class="sign" aria-hidden="true">${symbol(sign)}</span>
        <div class="grow"><h2 tabindex="-1">${title}</h2><p class="soft small">${timesOf(visit)}</p></div></div>
      ${words}
    </section>
    ${visit.receipt && (stage !== "nothing" || visit.refunds.length) ? html`<section class="card stack">
      ${receiptView(visit)}
      ${isContestable(visit) ? html`<p class="row no-print">${plainButton(html`${symbol("note")}${
        t("Something is wrong")}`, () => openContest(visit))}${
        plainButton(html`${symbol("print")}${t("Print")}`, () => print(), "quiet")}</p>` : nothing}
    </section>` : nothing}
    <p class="row next no-print"><a class="button" href="#">${t("Back to the store")}</a>
      <a class="button quiet" href="#visits">${t("Your visits")}</a></p>`;
}

/** From when to when. @param {Visit} visit */
export const timesOf = ({ entered_at: from, exited_at: until }) => html`<time datetime=${from}>${
  dayAndClock(from)}</time>${until ? html` – <time datetime=${until}>${clock(until)}</time>` : nothing}`;

/** @type {Record<import("./stages.js").Stage, (visit: Visit) =>
 *   [look: string, sign: string, title: string, words: Part]>} */
const ABOUT = {
  inside: () => ["good", "cart", t("You are in the store"),
    html`<p><a class="button primary" href="#">${t("To the cart")}</a></p>`],
  work: () => ["good", "check", t("You are checked out"),
    html`<p>${t("Your visit is kept as work in the store. There is no receipt, and nothing to pay.")}</p>`],
  pending: (visit) => ["wait", "clock", t("You are checked out. The receipt follows."),
    html`<p>${t("What the racks were not sure of is looked at by a person: mostly minutes, at busy times hours.")} ${
      t("You need not wait: the receipt comes here by itself, and stays among your visits.")}</p>
      ${noticedView(visit)}`],
  draft: () => ["wait", "edit", t("Your receipt is being corrected"),
    html`<p>${t("Somebody of the store goes through it once more. Nothing has to be paid meanwhile.")}</p>`],
  contested: (visit) => ["wait", "eye", t("We look at it again"),
    html`<p>${t("What you wrote is read by a person, who looks at the racks' records of your visit.")} ${
      t("It never gets dearer by that. What is taken off goes back if you have paid it.")}</p>
      ${messageView(visit)}`],
  due: (visit) => ["warn", "bill", t("Your receipt: {amount} to pay", { amount: money(units(visit.receipt?.due)) }),
    html`${reviewedView(visit)}${payView(visit)}`],
  nothing: () => ["good", "check", t("Nothing to pay"), html`<p>${t("You have taken nothing. See you again!")}</p>`],
  settled: (visit) => ["good", "check", t("Your receipt is settled"),
    html`${reviewedView(visit)}<p>${isOfDeposit(visit) ? t("It was paid from your deposit.")
      : t("Thank you. See you again!")}</p>`],
};

/** Whether the deposit has paid all of it. @param {Visit} visit */
const isOfDeposit = ({ receipt, deposit_id: deposit }) => deposit !== null && receipt?.payment_id === deposit;

/** That somebody has looked at it again. @param {Visit} visit */
const reviewedView = (visit) => (visit.receipt?.status === "reviewed"
  ? html`<p class="banner" data-state="good">${symbol("check")}<span>${
    t("We have looked at it again. The receipt is as it stands below.")}</span></p>${messageView(visit)}` : nothing);

/** What its visitor has written. @param {Visit} visit */
const messageView = ({ receipt }) => (receipt?.contest
  ? html`<figure><figcaption class="soft small">${t("What you wrote")}</figcaption>
    <blockquote class="note" dir="auto">${receipt.contest.message}</blockquote></figure>` : nothing);
