/** What a ticket comes to, what lies on the machine, and what can be added from there. */

import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, repeat, symbol, waiting } from "../../pages/view.js";
import { badge } from "./badge.js";
import { MOST, add, change, linesOf, totalOf } from "./lines.js";
import { look } from "./state.js";
import { seek } from "./ticket.js";

/** @typedef {import("./state.js").Looked} Looked */
/** @typedef {import("./lines.js").Counted} Counted */
/** @typedef {{product_id: number, name: string|null, unit_price: string|null, image: string}} Goods */

/** @param {Looked} looked @param {boolean} mine */
export function linesView(looked, mine) {
  const lines = linesOf(looked);
  const { ticket, note } = looked;
  return html`<section class="card stack sums"><h3>${mine ? t("As it would be completed") : t("Lines")}</h3>
    ${lines.length ? html`<ul class="lines">${
      repeat(lines, ({ product_id: id }) => id, (line) => lineView(line, mine))}</ul>`
      : html`<p class="soft">${t("Nothing was taken.")}</p>`}
    <p class="row between total"><span>${t("Total")}</span><strong class="money">${money(totalOf(looked))}</strong></p>
    ${mine ? html`<div class="field"><label for="note">${t("Note")}</label>
        <textarea id="note" rows="1" maxlength="500" dir="auto" .value=${live(note ?? ticket?.note ?? "")}
          @input=${(/** @type {InputEvent} */ event) =>
            look({ note: /** @type {HTMLTextAreaElement} */ (event.currentTarget).value })}></textarea></div>`
      : ticket?.note ? html`<p class="note" dir="auto">${ticket.note}</p>` : nothing}
  </section>`;
}

/** @param {Counted} line @param {boolean} mine */
function lineView({ product_id: id, name, price, quantity, sensed }, mine) {
  /** @param {string} label @param {string} icon @param {number} by @param {boolean} end */
  const press = (label, icon, by, end) =>
    html`<button type="button" class="stepper-button" aria-label=${label} aria-disabled=${String(end)}
      @click=${() => end || change(id, by)}>${symbol(icon)}</button>`;
  return html`<li class="row">
    <span class="grow"><bdi>${name}</bdi> ${quantity === sensed ? nothing
      : badge("warn", "edit", t("by hand, {count} weighed", { count: sensed }))}</span>
    ${mine ? html`<span class="stepper" role="group" aria-label=${t("Units of {name}", { name })}>
      ${press(t("One {name} less", { name }), "minus", -1, quantity <= 0)}
      <output class="stepper-count">${quantity}</output>
      ${press(t("One {name} more", { name }), "plus", 1, quantity >= MOST)}</span>` : html`<span>${
      t("{count} ×", { count: quantity })}</span>`}
    <span class="money">${money(price * quantity)}</span></li>`;
}

/** @param {Looked} looked @param {boolean} mine */
export function planView({ plan, sought, found, ticket }, mine) {
  return html`<section class="card stack goods"><h3>${
      t("Planogram of rack {machine}", { machine: ticket?.machine_id ?? "" })}</h3>
    ${plan === null ? waiting(t("One moment…")) : plan.length ? html`<ul class="plan">${
      repeat(plan, ({ scale_id: id }) => id, (scale) => scaleView(scale, mine))}</ul>`
      : html`<p class="soft">${t("Nobody has said what lies on this rack.")}</p>`}
    ${mine ? html`<div class="field"><label for="seek">${t("Something else from the store")}</label>
      <input id="seek" type="search" autocomplete="off" dir="auto" .value=${live(sought)} @input=${typed}></div>
      ${foundView(found, sought)}` : nothing}
  </section>`;
}

/** @param {InputEvent} event */
const typed = (event) => seek(/** @type {HTMLInputElement} */ (event.currentTarget).value);

/** @param {import("./calls.js").Scale} scale @param {boolean} mine */
const scaleView = (scale, mine) => html`<li class="row"><span class="scale">${scale.scale_id}</span>${
  goodsView(scale, mine, t("{grams} g each", { grams: scale.unit_weight_g }))}</li>`;

/** @param {Looked["found"]} found @param {string} sought */
function foundView(found, sought) {
  if (!sought.trim()) return nothing;
  if (found === null) return waiting(t("One moment…"));
  if (!found.length) return html`<p class="soft" role="status">${t("Nothing like that lies in the store.")}</p>`;
  return html`<ul class="plan">${repeat(found, ({ product_id: id }) => id,
    (product) => html`<li class="row">${goodsView(product, true)}</li>`)}</ul>`;
}

/** @param {Goods} goods @param {boolean} mine @param {string} [weight] */
function goodsView(goods, mine, weight = "") {
  const name = goods.name ?? t("product {id}", { id: String(goods.product_id) });
  return html`${goods.image ? html`<img src=${goods.image} alt="" width="44" height="44" loading="lazy">` : nothing}
    <span class="grow"><bdi>${name}</bdi>${weight ? html` <span class="soft small">${weight}</span>` : nothing}</span>
    <span class="money">${goods.unit_price === null ? nothing : money(units(goods.unit_price))}</span>
    ${mine ? html`<button type="button" class="button bare" aria-label=${t("Add one {name}", { name })}
      @click=${() => add({ ...goods, name })}>${symbol("plus")}</button>` : nothing}`;
}
