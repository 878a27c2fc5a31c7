// What of the bill one pays, as one chooses it: items, shares, an amount, a tip.
import { money, point, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, live, nothing } from "../../pages/view.js";
import { SHARED_BY, sharesLeft, tipOf } from "../bill/sums.js";
import { calledOf } from "./called.js";
import { amountIf, isMine, partOf, payable, picked, sharers } from "./pay_choice.js";
import { choose } from "./paying.js";
import { stepButton } from "./step_button.js";
import { table } from "./state.js";
import { guestName, isCompany } from "./who.js";

const PARTS = [
  { part: "all", label: ({ due, left }) => (due === left ? t("Everything") : t("Everything that is left")) },
  { part: "items", label: () => (isCompany() ? t("What I choose") : t("Some of it")), more: itemsView },
  { part: "share", label: () => t("An equal share"), more: shareView },
  { part: "amount", label: () => t("Another amount"), more: amountView },
];

export function partsView(bill, choice) {
  const now = partOf(bill, choice);
  return html`<fieldset class="pay-parts"><legend>${t("What do you pay?")}</legend>
    ${PARTS.map(({ part, label, more }) => html`<div class="pay-part ${part === now ? "is-chosen" : ""}">
      <label class="pay-way"><input type="radio" name="part" value=${part} .checked=${live(part === now)}
        @change=${() => choose({ part })}><span class="grow">${label(bill)}</span>
        <span class="money">${part === "amount" ? nothing : money(amountIf(part, bill, choice))}</span></label>
      ${part === now && more ? html`<div class="pay-more">${more(bill, choice)}</div>` : nothing}</div>`)}
  </fieldset>`;
}

function itemsView(bill, choice) {
  const chosen = new Set(picked(bill, choice));
  const turn = (id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose({ part: "items", picked: next });
  };
  const mine = payable(bill).filter(isMine), others = payable(bill).filter((line) => !isMine(line));
  return html`${itemList(t("Mine"), mine, chosen, turn)}
    ${itemList(mine.length ? t("Of the others") : "", others, chosen, turn)}`;
}

function itemList(title, lines, chosen, turn) {
  if (!lines.length) return nothing;
  return html`<ul class="pay-items" aria-label=${title || t("Items")}>
    ${title ? html`<li class="pay-items-title" aria-hidden="true">${title}</li>` : nothing}
    ${lines.map((line) => itemView(line, chosen, turn))}</ul>`;
}

function itemView(line, chosen, turn) {
  const { order_id: id, quantity, left } = line;
  const isOver = units(left) === 0;
  const order = table.orders.get(id) ?? { ...line, id, batch: 0 };
  const amount = quantity === 1 ? "" : `${t("{count} ×", { count: quantity })} `;
  return html`<li><label class="pay-way pay-item ${isOver ? "is-over" : ""}">
    <input type="checkbox" ?disabled=${isOver} .checked=${live(chosen.has(id))} @change=${() => turn(id)}>
    <span class="grow">${amount}<bdi>${calledOf(order) || t("Item")}</bdi>${
      isMine(line) || !isCompany() ? nothing : html`<span class="soft pay-whose" dir="auto">${
        guestName(order)}</span>`}</span>
    <span class="money">${isOver ? t("taken") : money(units(left))}</span></label></li>`;
}

function shareView(bill, choice) {
  const of = sharers(bill, choice);
  const most = Math.max(1, sharesLeft(bill, of));
  const between = (next) => choose({ part: "share", of: next, count: 1 });
  const many = (next) => choose({ part: "share", of, count: next });
  const taken = of - sharesLeft(bill, of);
  return html`${stepperView(t("Between how many?"), of, SHARED_BY, between)}
    ${of > 2 ? stepperView(t("How many shares do you pay?"), Math.min(choice.count, most), { least: 1, most }, many)
      : nothing}
    ${taken ? html`<p class="soft">${n("{count} share is taken already.", "{count} shares are taken already.", taken)
      }</p>` : nothing}`;
}

const stepperView = (label, count, { least, most }, turn) => html`<div class="pay-step">
  <span class="grow">${label}</span><div class="stepper" role="group" aria-label=${label}>
    ${stepButton(t("Fewer"), "minus", () => turn(count - 1), count <= least)}
    <output class="stepper-count">${count}</output>
    ${stepButton(t("More"), "plus", () => turn(count + 1), count >= most)}</div></div>`;

function amountView(_, { amount }) {
  return amountField(t("Amount"), amount, (text) => choose({ part: "amount", amount: text }));
}

const amountField = (label, value, change) => html`<label class="field"><span>${label}</span>
  <input inputmode="decimal" autocomplete="off" maxlength="16" dir="ltr" placeholder=${`0${point}00`}
    .value=${live(value)} @input=${(event) => change(event.target.value)}></label>`;

/** The tip, on top; offered as the place wants it. */
export function tipView(choice, amount) {
  const ways = [
    { tip: "0", text: t("No tip") },
    ...(table.book?.tips ?? []).map((percent) => ({
      tip: String(percent),
      text: t("{percent} % ({amount})", { percent, amount: money(tipOf(amount, percent)) }),
    })),
    { tip: "own", text: t("Another tip") },
  ];
  return html`<div class="pay-tips" role="group" aria-labelledby="pay-tip"><h3 id="pay-tip">${t("Tip")}</h3>
    <div class="pay-chips">${ways.map(({ tip, text }) => html`<button type="button" class="chip"
      aria-pressed=${String(choice.tip === tip)} @click=${() => choose({ tip })}>${text}</button>`)}</div>
    ${choice.tip === "own" ? amountField(t("Tip"), choice.ownTip, (text) => choose({ ownTip: text })) : nothing}
  </div>`;
}
