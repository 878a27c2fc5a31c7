/** How many units are inside, and filling. */

import { fieldsView, formView, plainButton, reach, submitButton } from "../../pages/fields.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { forms } from "./machine_forms.js";
import { events } from "./machine_state.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Machine} Machine */

const STEPS = [1, 10]; // units that a tap adds

/** @param {Machine} machine */
export function stockCard(machine) {
  const { current_stock: inside, last_refill_at: filled } = machine;
  const { stock: form, seen } = forms;
  const full = fullOf();
  const isStale = form.dirty() && inside !== seen;
  return html`<section class="card stack"><h3>${t("Stock")}</h3>
    <p>${filled ? t("Last filled {time}.", { time: dayAndClock(filled) }) : t("Never filled.")}</p>
    ${formView(form, { label: t("Stock"),
      content: html`${fieldsView(form)}
        ${isStale ? html`<p class="note" role="status">${t("Meanwhile {before} became {now} by the book.",
          { before: seen, now: inside })}</p>` : nothing}
        <div class="row" role="group" aria-label=${t("Quick")}>${
          STEPS.map((by) => plainButton(html`<bdi dir="ltr">+${by}</bdi>`, () => add(by)))}
          ${full ? plainButton(t("Full ({full})", { full }), () => type(full)) : nothing}</div>`,
      actions: submitButton(form, t("Save the stock")) })}</section>`;
}

/** How many were inside after the largest filling of late; 0 when there is none. */
const fullOf = () => Math.max(0, ...(events.found?.results ?? []).filter(({ type: kind }) => kind === "stock_update")
  .map(({ payload }) => payload.stock));

/** @param {number} units */
function type(units) {
  forms.stock.set("stock", String(units));
  page.flush();
  reach(forms.stock, "stock");
}

/** @param {number} by */
const add = (by) => type(Math.max(0, Math.floor(Number(forms.stock.values.stock)) || 0) + by);
