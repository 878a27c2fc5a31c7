// The cart's view: who has chosen what, what that costs each. Also the bar that leads here.
import { isSoldOut } from "../../pages/menu.js";
import { money } from "../../pages/money.js";
import { groupsOf } from "../../pages/options.js";
import { pictureView } from "../../pages/picture.js";
import { MOST } from "../../pages/stepper.js";
import { isolated, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { howChanged } from "./adding.js";
import { optionsView } from "../dish/choosing.js";
import { optionsCalled } from "./called.js";
import { countOf, mayNote, priceOf, rows, sumOf } from "./cart.js";
import { kept } from "./kept.js";
import { changeName, nameView } from "./nickname.js";
import { sharesView } from "./orders.js";
import { hindrance, remove, step, takeBack } from "./outbox.js";
import { sendView } from "./sendview.js";
import { isOpen, table } from "./state.js";
import { stepButton } from "./step_button.js";
import { guestName, keyOf } from "./who.js";
import { leftText, whoIs } from "./words.js";
import { go } from "./views.js";

export function cartView(state) {
  const all = rows();
  const { guest, send } = kept();
  const label = guest ? t("Your name: {name}. Change it", { name: guest }) : t("Choose a name");
  return html`<section class="view" id="view-cart" aria-labelledby="title-cart">
    <div class="view-head">
      <h2 id="title-cart" tabindex="-1">${t("Cart")}</h2>
      <button type="button" class="button quiet name-button" aria-label=${label} @click=${() => changeName()}>
        ${symbol("user")}<span dir="auto">${guest || t("Your name")}</span></button>
    </div>
    ${all.length ? linesView(all) : nothing}
    ${all.length || send ? nothing : emptyView()}
    ${sendView(all, state)}
  </section>`;
}

const emptyView = () => html`<div class="nothing">
  <p>${t("The cart is empty.")}</p>
  <p class="soft">${t("Choose from the menu. Everybody at this table sees the same cart.")}</p>
  <a class="button narrow-only" href="#menu">${t("To the menu")}</a>
</div>`;

function linesView(all) {
  const isForeign = all.some((row) => !row.waiting && !mayNote(row));
  return html`${nameView()}
    <p class="soft">${who(all)}</p>
    ${isForeign
      ? html`<p class="soft">${t("A note can be changed by the phone that has added the item.")}</p>`
      : nothing}
    <ul class="lines">${repeat(all, ({ key }) => key, rowView)}</ul>
    ${sharesView(all)}
    <p class="sum"><span>${t("Total of the cart")}</span><span class="money">${money(sumOf(all))}</span></p>`;
}

function who(all) {
  const names = new Map(all.map((row) => [keyOf(row), guestName(row)]));
  if (names.size < 2) return t("Not sent yet. Everybody at this table sees this cart.");
  const list = new Intl.ListFormat(document.documentElement.lang).format([...names.values()].map(isolated));
  return t("Not sent yet: {names}.", { names: list });
}

function rowView(row) {
  const state = [row.was && howChanged(row), stateOf(row)].filter(Boolean).join(" ");
  const { image } = table.menu?.get(row.product_id) ?? row;
  const looks = `${row.gone ? "is-gone" : ""} ${row.waiting || row.leaving ? "is-waiting" : ""}`;
  return html`<li class="line ${looks} ${row.mine ? "is-own" : ""}">
    <div class="line-head">${image ? pictureView(image, 44) : nothing}
      <strong class="line-name" dir="auto">${row.called}</strong>
      <span class="money">${row.price === null ? "–" : money(priceOf(row) * row.quantity)}</span></div>
    <p class="line-who ${row.mine ? "own-mark" : ""}">${byWhom(row)}</p>
    ${optionsView(optionsCalled(row))}
    ${row.note ? html`<p class="line-note" dir="auto">${row.note}</p>` : nothing}
    ${state ? html`<p class="line-state">${state}</p>` : nothing}
    ${row.waiting ? waitingFoot(row) : lineFoot(row)}
  </li>`;
}

const waitingFoot = (row) => html`<div class="line-foot">
  <button type="button" class="button quiet" aria-label=${t("Take back {name}", { name: row.called })}
    @click=${() => takeBack(row.key)}>${t("Take back")}</button>
  <span class="line-count">${t("{count} ×", { count: row.quantity })}</span></div>`;

/** Minus at one takes the line out; it can be put back. */
function lineFoot(row) {
  const away = () => row.leaving || remove(row, row.quantity);
  const less = () => row.leaving || (row.quantity > 1 ? step(row, -1) : away());
  const more = () => row.leaving || step(row, 1);
  return html`<div class="line-foot">
    ${mayNote(row) ? openTool(row) : nothing}
    ${tool(t("Remove {name}", { name: row.called }), "remove", away)}
    <div class="stepper" role="group" aria-label=${t("Quantity")}>
      ${stepButton(t("One {name} less", { name: row.called }), "minus", less)}
      <output class="stepper-count">${row.quantity}</output>
      ${stepButton(t("One {name} more", { name: row.called }), "plus", more, row.quantity >= MOST)}
    </div></div>`;
}

/** Leads to the sheet of a line: to its note, and to what is chosen with it. */
function openTool({ id, product_id, called: name }) {
  const open = () => go(`line-${id}`);
  return groupsOf(table.menu?.get(product_id)).length
    ? tool(t("Change {name}", { name }), "edit", open, t("Change"))
    : tool(t("Note for {name}", { name }), "note", open, t("Note"));
}

const tool = (label, sign, click, word = "") => html`<button type="button" class="button quiet tool"
  aria-label=${label} title=${label} @click=${click}>${symbol(sign)}${word}</button>`;

function byWhom(row) {
  if (!row.changed_by) return guestName(row);
  return `${guestName(row)} · ${t("changed by {guest}", { guest: whoIs(row.changed_by) })}`;
}

/** Whether the dish itself is there still: its sheet tells what else may be chosen with it. */
const isOptionGone = (row) => mayNote(row) && !row.waiting && !isSoldOut(table.menu?.get(row.product_id));

function stateOf(row) {
  if (row.leaving) return t("Is being removed");
  if (row.gone && isOptionGone(row)) return t("Sold out like this. Please change it or remove it.");
  if (row.gone) return t("Sold out. Please remove it.");
  if (row.left < row.quantity) return leftText(row.left);
  if (row.off) return t("Cannot be ordered now: {when}", { when: row.off });
  return row.waiting || row.changing ? t("On its way to the cart") : "";
}

/** Who has just removed a line goes on at the next one: call it before the cart is drawn, its answer afterwards. */
export function keepPlace() {
  const before = [...document.querySelectorAll("#view-cart .line")];
  const at = before.findIndex((row) => row.contains(document.activeElement));
  return () => {
    if (at === -1 || document.activeElement?.closest("#view-cart .line")) return;
    const lines = document.querySelectorAll("#view-cart .line");
    const next = lines[Math.min(at, lines.length - 1)]?.querySelector("button");
    (next ?? document.getElementById("title-cart"))?.focus({ preventScroll: true });
  };
}

/** The bar over the menu of a phone that leads to the cart. */
export function barView() {
  const all = rows();
  const count = countOf(all);
  if (count === 0 || !isOpen()) return nothing;
  const total = money(sumOf(all));
  const values = { total };
  const label = n("Look at the cart: {count} item, {total}", "Look at the cart: {count} items, {total}", count, values);
  return html`<a class="cart-bar narrow-only" href="#cart" aria-label=${label}>
    <span class="bar-count">${count}</span><span class="bar-name">${barWords()}</span>
    <span class="money">${total}</span></a>`;
}

function barWords() {
  const trouble = hindrance();
  if (!trouble) return t("Look at the cart");
  return trouble.busy ? t("Goes on in a moment") : t("Waits for the connection");
}
