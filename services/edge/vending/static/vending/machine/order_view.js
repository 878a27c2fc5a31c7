/** The machine is ours: how many, how much, until when, and the way to pay. */

import { plainButton } from "../../pages/buttons.js";
import { say } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { clock, n, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { giveBack, pay } from "./buy.js";
import { MOST, clockText, mostUnits, secondsUntil } from "./stages.js";
import { now, page, sale } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state */
export function quantityView(state) {
  const { status, quantity } = state;
  if (!status) return nothing;
  const most = mostUnits(status, sale());
  const wished = Math.min(quantity, most);
  if (wished !== quantity) queueMicrotask(() => page.set({ quantity: wished }));
  return html`<section class="card stack">
    <h2 tabindex="-1">${t("How many?")}</h2>
    <p class="banner" data-state="good">${symbol("check")}<span>${
      t("The machine is yours until {time}.", { time: untilText(state) })} ${leftView(state)}</span></p>
    ${stepperView(wished, most)}
    <p class="sum"><span>${t("{count} × {price}", { count: wished, price: money(status.unit_price_paise) })}</span>
      <strong class="money">${money(status.unit_price_paise * wished)}</strong></p>
    ${payPart(state)}
    ${plainButton(t("Give the machine back"), giveBack, "quiet")}
  </section>`;
}

/** An order is open: whoever comes back from paying without having paid is here. @param {State} state */
export function payView(state) {
  const open = sale();
  if (!open) return nothing;
  if (state.isChanging) return quantityView(state);
  return html`<section class="card stack">
    <h2 tabindex="-1">${t("Pay {amount}", { amount: money(open.amount) })}</h2>
    <p>${n("{count} unit is kept for you until {time}.", "{count} units are kept for you until {time}.", open.quantity,
      { time: untilText(state) })} ${leftView(state)}</p>
    <p class="soft">${t("If you have paid already, just wait a moment.")}</p>
    ${payPart(state)}
    <div class="row acts">${plainButton(t("Change the number"), change, "quiet")}${
      plainButton(t("Give the machine back"), giveBack, "quiet")}</div>
  </section>`;
}

function change() {
  page.set({ isChanging: true, quantity: sale()?.quantity ?? 1, isDeclined: false });
}

/** The button, and what keeps somebody from paying. @param {State} state */
function payPart(state) {
  const { status, busy } = state;
  const isAway = status?.status === "offline";
  return html`${failureView(state)}
    ${isAway ? html`<p class="banner" data-state="warn" role="status">${symbol("offline")}<span>${
      t("The machine is off line just now. You can pay as soon as it is back.")}</span></p>` : nothing}
    <button type="button" class="button primary wide large" aria-disabled=${String(Boolean(busy) || isAway)}
      @click=${() => isAway || pay()}>${busy === "order" ? t("One moment…") : t("Pay")}</button>`;
}

/** @param {State} state */
export function failureView({ isDeclined, saleError }) {
  if (!isDeclined && !saleError) return nothing;
  const words = isDeclined ? t("The payment was declined. Nothing was charged. Try again, or pay in another way.")
    : explain(saleError);
  return html`<p class="banner" data-state="bad" role="alert">${symbol("warn")}<span>${words}</span></p>`;
}

/** Until when the machine is ours. @param {State} state */
const untilText = ({ status }) => clock(status?.expires_at ?? "");

/** How long that is; screen readers are not told each second. @param {State} state */
const leftView = ({ status }) => html`<span class="left" aria-hidden="true" dir="ltr">${symbol("clock")}${
  clockText(secondsUntil(status?.expires_at ?? null, now()))}</span>`;

/** @param {number} quantity @param {number} most */
function stepperView(quantity, most) {
  const turn = (/** @type {number} */ by) => {
    const next = Math.min(most, Math.max(1, quantity + by));
    page.set({ quantity: next });
    if (next !== quantity) say(String(next));
  };
  return html`<div class="quantity"><div class="stepper" role="group" aria-label=${t("Quantity")}>
      ${stepView(t("One less"), "minus", quantity <= 1, () => turn(-1))}
      <output class="stepper-count">${quantity}</output>
      ${stepView(t("One more"), "plus", quantity >= most, () => turn(1))}</div>
    <p class="soft small">${quantity < most ? nothing : most < MOST ? t("That is all that is left.")
      : t("That is the most at once.")}</p></div>`;
}

/** @param {string} label @param {string} sign @param {boolean} isEnd @param {() => void} turn */
const stepView = (label, sign, isEnd, turn) => html`<button type="button" class="stepper-button" aria-label=${label}
  aria-disabled=${String(isEnd)} @click=${turn}>${symbol(sign)}</button>`;
