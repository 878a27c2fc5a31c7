/** Money that has not gone back yet, and what an operator may do about it. */

import { toast } from "../../pages/dom.js";
import { durationText } from "../../pages/period.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { reasonText } from "./event_words.js";
import { dropRefund, readAgain } from "./review.js";
import { caseHead } from "./review_head.js";
import { askReason } from "./review_dialog.js";
import { DECIDED, paidText } from "./review_words.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./review.js").Refund} Refund */

/** @param {Refund[]} refunds oldest first @param {State} state */
export function refundsView(refunds, state) {
  if (!refunds.length) return nothing;
  return html`<section class="stack"><h3>${t("Money on its way back")} <span class="count">${refunds.length}</span></h3>
    <ul class="cases">${repeat(refunds, ({ refund_id: id }) => id, (each) => refundView(each, state))}</ul></section>`;
}

/** @param {Refund} refund @param {State} state */
function refundView(refund, state) {
  const { refund_id: id, machine_id: machine, reason, created_at: since, payment_id: payment } = refund;
  const name = `refund ${id}`;
  const busy = String(state.acts.has(name));
  return html`<li class="card case" aria-busy=${busy}>
    ${caseHead(machine, since, state)}
    <p class="sum">${t("{amount} goes back: {reason}", { amount: paidText(refund), reason: reasonText(reason) })}</p>
    ${standView(refund, state)}
    <p class="soft small">${t("Transaction")} <bdi class="id">${refund.transaction_id}</bdi>${
      payment ? html`<br>${t("Payment")} <bdi class="id">${payment}</bdi>` : nothing}</p>
    <div class="row acts">
      <button type="button" class="button" aria-disabled=${busy} @click=${() => retry(refund)}>${
        symbol("refresh")}${t("Try again now")}</button>
      ${isOurs(refund) ? html`<button type="button" class="button" aria-disabled=${busy}
        @click=${() => settle(refund)}>${symbol("check")}${t("Paid back by hand")}</button>` : nothing}
    </div>${onItsWay(state, name)}
  </li>`;
}

/** Whether the payment provider cannot have sent it: else it would go back twice. @param {Refund} refund */
const isOurs = ({ state, attempts }) => state === "failed" || attempts === 0;

/** How far it is. @param {Refund} refund @param {State} state */
function standView({ state: stand, attempts, try_at: next }, state) {
  const tries = n("asked {count} time", "asked {count} times", attempts);
  const wait = next ? Math.max(0, Math.round((Date.parse(next) - state.now) / 1000)) : 0;
  const later = wait ? t("The next try is in {time}.", { time: durationText(wait) }) : t("It is tried now.");
  if (stand === "failed") {
    return html`<p class="banner" data-state="bad">${symbol("warn")}<span>${
      t("The payment provider refuses it ({tries}).", { tries })} ${later}</span></p>`;
  }
  if (stand === "sent") {
    return html`<p class="soft">${t("The payment provider has taken it, and has not said yet that it is there.")}</p>`;
  }
  if (!attempts) return html`<p class="soft">${t("The payment provider has not been asked yet.")} ${later}</p>`;
  return html`<p class="soft">${t("The payment provider has not answered yet ({tries}).", { tries })} ${later}
    ${t("It can be paid by hand once the provider has said no.")}</p>`;
}

/** @param {Refund} refund */
function retry({ refund_id: id }) {
  perform(`refund ${id}`, { method: "POST", path: `/edge/refunds/${id}/retry/`, body: {} }, () => {
    toast(t("The payment provider is asked now."));
    readAgain();
  }, refused);
}

/** @param {Refund} refund */
async function settle(refund) {
  const amount = paidText(refund);
  const given = await askReason({
    title: t("Paid back by hand"),
    text: `${t("You have given {amount} back yourself.", { amount })} ${
      t("The payment provider is never asked for it any more. This cannot be undone.")}`,
    yes: t("{amount} is paid back", { amount }),
    danger: true,
    reasons: [t("In cash"), t("By bank transfer"), t("In the provider's dashboard")],
    reference: t("Where this can be looked up: a number or a name"),
  });
  if (!given) return;
  const path = `/edge/refunds/${refund.refund_id}/settle/`;
  perform(`refund ${refund.refund_id}`, { method: "POST", path, body: given }, () => {
    toast(t("Noted: {amount} is paid back.", { amount }));
    dropRefund(refund.refund_id);
  }, refused);
}

/** @param {unknown} problem */
function refused(problem) {
  toast(explain(problem, DECIDED), { kind: "bad" });
  readAgain();
}
