/** The steps of a new machine: made, connected, filled, tried, selling. */

import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { money } from "../../pages/money.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { onItsWay } from "./acts.js";
import { connectView } from "./connect_view.js";
import { codeCard } from "./machine_code.js";
import { forms } from "./machine_forms.js";
import { ledger } from "./machine_state.js";
import { machineAddress } from "./routes.js";
import { backView, dotted } from "./standing_view.js";
import { testResult } from "./test_view.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Machine} Machine */
/** @typedef {import("./calls.js").Sale} Sale */

/** @typedef {{words: string, isDone: boolean, done: unknown, content: () => unknown}} Step */

/** @param {Sale} sale */
const cameOut = ({ dispensed }) => Boolean(dispensed);

/** Tests cost nothing. @param {Sale} sale */
const isSale = (sale) => sale.amount > 0 && cameOut(sale);

/** @param {State} state @param {Machine} machine @returns {Step[]} */
function stepsOf(state, machine) {
  const { machine_id: id, last_seen_at: seen, last_refill_at: filled, current_stock: inside, online } = machine;
  const sales = ledger.found?.results ?? [];
  const first = sales.findLast(isSale);
  return [
    { words: t("Make it"), isDone: true, content: () => nothing, done: madeView(state, machine) },
    { words: t("Connect it"), isDone: seen !== null, content: () => connectView(id),
      done: online ? t("It is on line.")
        : html`<span class="alarm">${symbol("offline")}${t("It is off line again.")}</span>` },
    { words: t("Fill it"), isDone: filled !== null, content: fillView,
      done: n("{count} unit is inside.", "{count} units are inside.", inside) },
    { words: t("Try it"), isDone: sales.some(cameOut), content: () => tryView(),
      done: t("Something came out. It works.") },
    { words: t("Sell"), isDone: Boolean(first), content: () => sellView(machine),
      done: html`${t("First sale on {time}.", { time: dayAndClock(first?.updated_at ?? new Date()) })}
        <a href=${machineAddress(id)}>${t("To the machine")}</a>` },
  ];
}

/** @param {State} state @param {Machine} machine */
export function stepsView(state, machine) {
  const steps = stepsOf(state, machine);
  const at = steps.findIndex(({ isDone }) => !isDone);
  return html`${backView()}<h2 tabindex="-1">${t("New machine {id}", { id: machine.machine_id })}</h2>
    ${at < 0 ? html`<p class="banner" data-state="good" role="status">${symbol("check")}${
      t("It sells. All is done.")}</p>` : nothing}
    <ol class="steps">${steps.map((step, index) => stepView(step, index === at, index + 1))}</ol>
    ${at === 3 ? html`<details class="card"><summary>${t("Go on without a test")}</summary>
      <div class="stack">${sellView(machine)}</div></details>` : nothing}`;
}

/** @param {Step} step @param {boolean} isNow @param {number} number */
const stepView = ({ words, isDone, done, content }, isNow, number) => html`<li class="card stack step"
    aria-current=${isNow ? "step" : nothing} data-done=${String(isDone)}>
  <h3><span class="step-sign">${isDone ? symbol("check") : number}</span>${words}${isDone
    ? html`<span class="visually-hidden"> – ${t("done")}</span>` : nothing}</h3>
  ${isDone ? html`<p class="soft">${done}</p>` : isNow ? content() : nothing}</li>`;

/** @param {State} state @param {Machine} machine */
function madeView(state, { machine_id: id, name, location, unit_price_paise: price }) {
  return html`${dotted(name, location)} ${money(price)}
    <a href=${machineAddress(id, "settings")}>${t("Change")}</a>${onItsWay(state, `set up ${id}`)}`;
}

const fillView = () => html`<p>${t("Put the units in, and say how many.")}</p>${
  formView(forms.stock, { label: t("Stock"), content: fieldsView(forms.stock),
    actions: submitButton(forms.stock, t("Save the stock")) })}`;

const tryView = () => html`<p>${t("It dispenses as in a sale, without money. Stand before it and watch.")}</p>
  ${formView(forms.test, { label: t("Test dispense"), content: fieldsView(forms.test, "quantity"),
    actions: submitButton(forms.test, t("Dispense now")) })}
  ${testResult(forms.tested)}`;

/** @param {Machine} machine */
const sellView = (machine) => html`<p>${
    t("Print the QR code and stick it on. Then buy something yourself, as a customer does.")}</p>
  ${codeCard(machine)}
  <p><a class="button primary" href="/vend/${machine.machine_id}" target="_blank" rel="noopener">${
    t("Open the customer's page")}</a></p>
  <p class="waiting" role="status"><span class="spinner" aria-hidden="true"></span>${
    t("Waits for the first sale…")}</p>`;
