/** One line of the cart: what it is, what it costs, how many, and what has become of it since it was scanned. */

import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { takeWhatIsLeft } from "./mend.js";
import { remove, set, wanted } from "./outbox.js";

/** @typedef {import("./calls.js").Line} Line */

const MOST = 99;

/** @param {Line} line */
export function lineView(line) {
  const { product } = line;
  const quantity = wanted(line);
  return html`<li class="line" data-status=${line.stock_status}>
    <div class="line-head">
      <strong class="name" dir="auto">${product.name}</strong>
      ${quantity ? html`<span class="money">${money(units(line.price_at_addition) * quantity)}</span>` : nothing}
    </div>
    <p class="line-price soft">${priceView(line)}</p>
    ${marks(line)}
    <div class="line-acts">
      ${quantity ? boughtView(line, quantity) : html`<button type="button" class="button back" aria-label=${
        t("Put {name} back into the cart", { name: product.name })} @click=${() => set(line, 1)}>${
        t("Into the cart")}</button>`}
      <button type="button" class="button quiet bare" aria-label=${t("Take {name} out", { name: product.name })}
        @click=${() => remove(line)}>${symbol("remove")}</button>
    </div>
  </li>`;
}

/** @param {Line} line @param {number} quantity */
function boughtView(line, quantity) {
  const { name, available } = line.product;
  const isShort = line.stock_status === "insufficient_stock" && Boolean(available) && quantity > Number(available);
  return html`${quantityView(line, quantity)}
    ${isShort ? html`<button type="button" class="button" aria-label=${
      t("Take {count} of {name}", { count: available ?? 0, name })} @click=${() => takeWhatIsLeft(line)}>${
      t("Take {count}", { count: available ?? 0 })}</button>` : nothing}
    <button type="button" class="button quiet" aria-label=${t("Keep {name} for later", { name })}
      @click=${() => set(line, 0)}>${t("Later")}</button>`;
}

/** The price of one, the old one struck through. @param {Line} line */
function priceView({ price_at_addition: price, current_price: today, price_changed: isChanged }) {
  if (!isChanged) return t("{price} each", { price: money(units(price)) });
  return html`<del>${money(units(price))}</del> <ins>${money(units(today))}</ins>`;
}

/** What the shopper should know of the line, in words beside a sign. @param {Line} line */
function marks(line) {
  const all = [...priceMarks(line), ...stockMarks(line), ...approvalMarks(line)];
  if (!all.length) return nothing;
  return html`<p class="marks">${all.map(([kind, sign, words]) => html`<span class="badge" data-state=${kind}>${
    symbol(sign)}${words}</span>`)}</p>`;
}

/** @param {Line} line @returns {[string, string, string][]} */
function priceMarks({ price_changed: isChanged, price_difference: difference }) {
  const amount = units(difference);
  if (!isChanged) return [];
  return amount > 0 ? [["warn", "up", t("Price increased by {amount}", { amount: money(amount) })]]
    : [["good", "down", t("Price decreased by {amount}", { amount: money(-amount) })]];
}

/** @param {Line} line @returns {[string, string, string][]} */
function stockMarks({ stock_status: status, product }) {
  const only = () => t("Only {count} available", { count: product.available ?? 0 });
  if (status === "insufficient_stock" && !product.available) return [["bad", "warn", t("Sold out")]];
  if (status === "unavailable") return [["bad", "warn", t("No longer available")]];
  if (status === "insufficient_stock") return [["bad", "warn", only()]];
  if (status === "low_stock") return [["warn", "info", only()]];
  return [];
}

/** @param {Line} line @returns {[string, string, string][]} */
function approvalMarks({ approval, product, created_at: since }) {
  const age = product.min_age ?? 0;
  if (approval === "waiting") {
    return [["warn", "clock", t("From {age} years on. The staff were asked to check at {time}.",
      { age, time: clock(since) })]];
  }
  if (approval === "approved") return [["good", "check", t("Approved by the staff")]];
  if (approval === "denied") return [["bad", "close", t("Not approved. Please take it out.")]];
  return [];
}

/** @param {Line} line @param {number} quantity */
function quantityView(line, quantity) {
  const { name } = line.product;
  const turn = (/** @type {number} */ by) => () => set(line, Math.min(MOST, Math.max(0, quantity + by)));
  return html`<div class="stepper" role="group" aria-label=${t("Quantity")}>
    <button type="button" class="stepper-button" aria-label=${t("One {name} less", { name })}
      ?disabled=${quantity <= 1} @click=${turn(-1)}>${symbol("minus")}</button>
    <output class="stepper-count">${quantity}</output>
    <button type="button" class="stepper-button" aria-label=${t("One {name} more", { name })}
      ?disabled=${quantity >= MOST} @click=${turn(1)}>${symbol("plus")}</button>
  </div>`;
}
