/** Before the store: the code for the entrance; a deposit where one is held; as what somebody comes. */

import { fieldsView } from "../../pages/fields.js";
import { Form, Wrong } from "../../pages/form.js";
import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { renew } from "./code.js";
import { codeView } from "./code_view.js";
import { payPart } from "./pay_view.js";
import { failureWords, hold } from "./pay.js";
import { isDue } from "./stages.js";
import { depositAmount, hasWork, isWorking, page } from "./state.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state */
export function gateView(state) {
  return html`${owedView(state)}
    ${depositView(state)}
    <section class="card stack gate">
      <h2 tabindex="-1">${t("Your code for the entrance")}</h2>
      ${codeView(state, t("Your code for the entrance"))}
      <p>${t("Hold it in front of the scanner at the entrance.")} ${
        t("It renews itself and opens once, for you and whoever comes in with you.")}</p>
      <p class="hint soft small">${t("Not read? Turn the screen's brightness up.")} ${
        t("If the gate stays shut, its display says why: the store may be closed just now.")}</p>
    </section>
    ${roleView(state)}
    ${isWorking() ? nothing : phoneView()}`;
}

/** Receipts that wait for money. @param {State} state */
function owedView({ past, visits }) {
  const owed = past.flatMap((id) => visits.get(id) ?? []).filter(isDue);
  return owed.map(({ id, receipt }) => html`<p class="banner" data-state="warn">${symbol("bill")}
    <span class="grow">${t("A receipt is to be paid: {amount}.", { amount: money(units(receipt?.due)) })}</span>
    <a class="button" href="#visit/${id}">${t("Look at it")}</a></p>`);
}

/** What is held before somebody comes in, where the store wants that. @param {State} state */
function depositView({ payments, busy }) {
  const amount = depositAmount();
  const deposit = payments.get("");
  if (!amount || isWorking()) return nothing;
  if (deposit?.status === "authorised") {
    return html`<p class="banner" data-state="good">${symbol("check")}<span>${
      t("A deposit of {amount} is held. What you do not spend goes back.", { amount: money(units(deposit.amount)) })
    }</span></p>`;
  }
  const words = failureWords(deposit);
  return html`<section class="card stack">
    <h2>${t("Deposit: {amount}", { amount: money(amount) })}</h2>
    <p>${t("It is held before you come in and pays your receipt. What you do not spend goes back.")} ${
      t("Without it the gate may stay shut.")}</p>
    ${deposit?.status === "created" ? payPart("", deposit) : html`
      ${words ? html`<p class="banner" data-state="bad" role="alert">${symbol("warn")}<span>${words}</span></p>`
        : nothing}
      <button type="button" class="button primary wide large" aria-disabled=${String(busy)} @click=${hold}>${
        busy ? t("One moment…") : t("Have it held")}</button>`}
  </section>`;
}

/** Whoever works here may come to buy. @param {State} state */
function roleView({ asCustomer }) {
  if (!hasWork()) return nothing;
  const choose = (/** @type {boolean} */ next) => () => {
    page.set({ asCustomer: next });
    renew();
  };
  const choice = (/** @type {boolean} */ value, /** @type {string} */ words) => html`<label class="check">
    <input type="radio" name="as" .checked=${asCustomer === value} @change=${choose(value)}>
    <span>${words}</span></label>`;
  return html`<fieldset class="card">
    <legend class="visually-hidden">${t("As what you come in")}</legend>
    ${choice(false, t("I come to work: nothing is billed"))}
    ${choice(true, t("I come to buy, as a customer"))}
  </fieldset>`;
}

const PHONE = /^[0-9 +()./-]*$/;

const phone = new Form({
  changed: page.changed, save: () => undefined,
  fields: [{
    name: "phone", label: t("Phone number"), type: "tel", autocomplete: "tel", maxlength: 20,
    hint: t("The store keeps its last three digits only."),
    read: (typed) => {
      if (!PHONE.test(typed)) throw new Wrong(t("A phone number has digits, blanks and + ( ) . / - only."));
      return typed;
    },
    settled: async (form) => {
      if (await form.submit()) return;
      page.set({ phone: form.values.phone.trim() });
      renew();
    },
  }],
});

/** Out of the way of whoever does not want to. */
const phoneView = () => html`<details class="phone"><summary>${t("Add a phone number (nobody has to)")}</summary>
  ${fieldsView(phone)}</details>`;
