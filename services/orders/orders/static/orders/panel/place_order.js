// Ordering on behalf of a guest: search the menu, tap, send.
import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, keyed, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { byCategory, categoryOf, isSoldOut } from "../../pages/menu.js";
import { cents, money, n, t } from "../../pages/texts.js";
import { makeBasket, makeBasketRow, updateBasketRow } from "./basket.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { whyRefused } from "./refusals.js";
import { panel, takeOrder } from "./state.js";

/** Let staff choose and send an order for this session. */
export async function placeOrder(session) {
  const parts = makeParts();
  const basket = makeBasket(() => draw());
  const sending = { busy: false };
  const draw = () => drawBasket(parts, basket, sending);
  parts.send.addEventListener("click", () => send({ session, parts, basket, sending, draw, dialog }));
  const dialog = open({ title: t("Order for {table}", { table: session.name }), body: bodyOf(parts) });
  dialog.element.classList.add("large");
  draw();
  parts.search.focus();
  try {
    const products = await menu(panel.place);
    const show = () => drawProducts(parts, products, basket);
    parts.search.addEventListener("input", show);
    show();
  } catch (error) {
    parts.status.textContent = whyRefused(error);
  }
}

function makeParts() {
  const label = t("Search the menu");
  return {
    search: h("input", { type: "search", "aria-label": label, placeholder: label, autocomplete: "off" }),
    status: h("p", { class: "soft", role: "status" }, t("Loading the menu…")),
    products: h("ul", { class: "products" }),
    empty: h("p", { class: "soft" }, t("Tap what the guest wants.")),
    rows: h("ul", { class: "basket" }),
    guest: h("input", { maxlength: 40, autocomplete: "off" }),
    problem: h("p", { class: "problem", role: "alert" }),
    send: h("button", { type: "button", class: "button primary wide" }),
  };
}

const bodyOf = ({ search, status, products, empty, rows, guest, problem, send: button }) =>
  h("div", { class: "ordering" },
    h("div", { class: "ordering-menu" }, search, status, products),
    h("div", { class: "ordering-basket" }, h("h3", {}, t("To be ordered")), empty, rows,
      h("label", { class: "field" }, h("span", {}, t("Guest’s name, if you like")), guest)),
    h("div", { class: "ordering-foot" }, problem, button));

function drawProducts({ search, status, products }, all, basket) {
  const words = search.value.trim().toLocaleLowerCase().split(/\s+/);
  const text = (product) => `${product.name} ${categoryOf(product)}`.toLocaleLowerCase();
  const found = all.filter((product) => words.every((word) => text(product).includes(word)));
  const groups = byCategory(found);
  status.textContent = found.length ? "" : t("Nothing found.");
  status.hidden = found.length > 0;
  const rows = groups.flatMap(({ name, products: some }) =>
    [{ key: `category ${name}`, category: name }, ...some.map((product) => ({ key: product.id, product }))]);
  keyed(products, rows, (row) => row.key, (row) => (row.product
    ? makeProduct(row.product, basket) : h("li", { class: "products-head" }, row.category || t("Other"))));
}

function makeProduct(product, basket) {
  const soldOut = isSoldOut(product);
  const add = () => !soldOut && basket.add(product);
  return h("li", {}, h("button", { type: "button", class: "product", "aria-disabled": soldOut, on: { click: add } },
    h("span", {}, product.name), soldOut ? h("span", { class: "badge", dataset: { state: "warn" } }, t("Sold out"))
      : h("span", { class: "money" }, money(cents(product.price))), icon("plus")));
}

function drawBasket(parts, basket, { busy }) {
  const count = basket.count();
  keyed(parts.rows, basket.lines, (line) => line.key, (line) => makeBasketRow(line, basket), updateBasketRow);
  parts.empty.hidden = count > 0;
  parts.rows.inert = parts.products.inert = busy;
  parts.send.setAttribute("aria-disabled", String(busy || !count));
  parts.send.textContent = count
    ? n("Order {count} item · {total}", "Order {count} items · {total}", count, { total: money(basket.total()) })
    : t("Nothing chosen yet");
  if (busy) parts.send.replaceChildren(h("span", { class: "spinner" }), t("Sending…"));
}

/** Send until there is an answer, always with the same key: it is ordered once, also when the dialog is closed. */
async function send({ session, parts, basket, sending, draw, dialog }) {
  if (sending.busy || !basket.count()) return;
  sending.busy = true;
  parts.problem.textContent = "";
  draw();
  const body = { session_code: session.code, guest: parts.guest.value.trim(), lines: basket.wanted() };
  const onTrouble = () => (parts.problem.textContent = t("No answer yet. It is tried again and ordered only once."));
  try {
    const { orders } = await insist("/orders/place/", body, { key: newKey(), send: signedPost, onTrouble });
    for (const order of orders) takeOrder(order);
    dialog.close();
    toast(t("Ordered for {table}.", { table: session.name }));
  } catch (error) {
    const reason = whyRefused(error);
    parts.problem.textContent = t("Nothing was ordered. {reason}", { reason });
    if (!dialog.element.open) toast(t("Nothing was ordered for {table}. {reason}", { table: session.name, reason }),
      { kind: "bad", lasting: true });
  } finally {
    sending.busy = false;
    draw();
  }
}
