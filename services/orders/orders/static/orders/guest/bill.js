// The sheet of the bill: cash or card, together or separately. One tap says both, and calls.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, mount, nothing, symbol } from "../../pages/view.js";
import { call, unsentText } from "./calls.js";
import { countOf, rows } from "./cart.js";
import { canPay, payButton } from "./left.js";
import { page } from "./state.js";
import { go } from "./views.js";

const WAYS = [
  { pay: "cash", label: () => t("In cash") },
  { pay: "card", label: () => t("By card") },
];
const SPLITS = [
  { split: "together", label: () => t("Together") },
  { split: "separately", label: () => t("Separately") },
];

/** Opens the sheet in which one asks for the bill, or says otherwise how it is paid. */
export function openBill(_, onClose) {
  const host = h("div", { class: "sheet" });
  const dialog = open({ title: t("How would you like to pay?"), body: host, onClose: () => (stop(), onClose()) });
  const choose = async (way) => (await call("bill", way)) && dialog.close();
  const stop = mount(page, (state) => billSheet(state, choose), host);
  return dialog;
}

function billSheet({ calls, calling }, choose) {
  const asked = calls.get("bill");
  const count = countOf(rows());
  return html`
    ${count ? unsentView(count) : nothing}
    ${canPay() ? payButton("primary large") : nothing}
    ${WAYS.map(({ pay, label }) => html`<div class="pay" role="group" aria-labelledby="pay-${pay}">
      <h3 id="pay-${pay}">${label()}</h3>
      <div class="pay-ways">${SPLITS.map(({ split, label: how }) => {
        const isChosen = asked?.pay === pay && asked?.split === split;
        return html`<button type="button" class="button ${isChosen ? "primary" : ""}" aria-pressed=${String(isChosen)}
          aria-label="${label()}: ${how()}" aria-disabled=${String(calling.has("bill"))}
          @click=${() => choose({ pay, split })}>${isChosen ? symbol("check") : nothing}${how()}</button>`;
      })}</div></div>`)}
    ${asked ? nothing : html`<button type="button" class="button quiet wide" @click=${() => choose({})}>
      ${t("We will say it at the table")}</button>`}`;
}

/** What lies in the cart is not on the bill. */
export const unsentView = (count) => html`<div class="banner" data-state="warn">
  <span class="grow">${unsentText(count)}</span>
  <button type="button" class="button" @click=${() => go("cart")}>${t("Look at the cart")}</button></div>`;
