/** One line of the cart: what it is, what it costs, how many, and what has become of it since it was scanned. */

import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
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
      <span class="money">${money(units(line.price_at_addition) * quantity)}</span>
    </div>
    <p class="line-price soft">${priceView(line)}</p>
    ${marks(line)}
    <div class="line-acts">
      ${quantityView(line, quantity)}
      ${quantity ? html`<button type="button" class="button quiet" aria-label=${
        t("Keep {name} for later", { name: product.name })} @click=${() => set(line, 0)}>${t("Later")}</button>` : nothing}
      <button type="button" class="button quiet bare" aria-label=${t("Take {name} out", { name: product.name })}
        @click=${() => remove(line)}>${symbol("remove")}</button>
    </div>
  </li>`;
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
  if (status === "unavailable") return [["bad", "warn", t("No longer available")]];
  if (status === "insufficient_stock") return [["bad", "warn", only()]];
  if (status === "low_stock") return [["warn", "info", only()]];
  return [];
}

/** @param {Line} line @returns {[string, string, string][]} */
function approvalMarks({ approval, product }) {
  const age = product.min_age ?? 0;
  if (approval === "waiting") return [["warn", "clock", t("From {age} on: the staff look at your age", { age })]];
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
