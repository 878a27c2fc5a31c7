// Ordering on behalf of a guest: search the menu, tap, send.
import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, keyed, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { byCategory, categoryOf, fewLeft, isSoldOut } from "../../pages/menu.js";
import { money, sum, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { makeBasket, makeBasketRow, updateBasketRow } from "./basket.js";
import { icon } from "./icons.js";
import { forgetMenu, menu } from "./menu.js";
import { whyRefused } from "./refusals.js";
import { panel, takeOrder } from "./state.js";

/** Let staff choose and send an order for this session. */
export async function placeOrder(session) {
  const order = { session, parts: makeParts(), basket: makeBasket(() => draw(order)), products: [], busy: false };
  const { parts } = order;
  parts.send.addEventListener("click", () => send(order));
  order.dialog = open({ title: t("Order for {table}", { table: session.name }), body: bodyOf(parts) });
  order.dialog.element.classList.add("large");
  draw(order);
  parts.search.focus();
  try {
    order.products = await menu(panel.place);
    drawProducts(order);
    parts.search.addEventListener("input", () => drawProducts(order));
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

function drawProducts({ parts: { search, status, products }, products: all, basket }) {
  const words = search.value.trim().toLocaleLowerCase().split(/\s+/);
  const text = (product) => `${product.name} ${categoryOf(product)}`.toLocaleLowerCase();
  const found = all.filter((product) => words.every((word) => text(product).includes(word)));
  const groups = byCategory(found);
  status.textContent = found.length ? "" : t("Nothing found.");
  status.hidden = found.length > 0;
  const rows = groups.flatMap(({ name, products: some }) =>
    [{ key: `category ${name}`, category: name }, ...some.map((product) => ({ key: keyOf(product), product }))]);
  keyed(products, rows, (row) => row.key, (row) => (row.product
    ? makeProduct(row.product, basket) : h("li", { class: "products-head" }, row.category || t("Other"))));
}

const keyOf = ({ id, name, price, available }) => `${id} ${price} ${available} ${name}`;

function makeProduct(product, basket) {
  const soldOut = isSoldOut(product);
  const add = () => !soldOut && basket.add(product);
  return h("li", {}, h("button", { type: "button", class: "product", "aria-disabled": soldOut, on: { click: add } },
    h("span", {}, product.name), ...few(product, soldOut),
    soldOut ? h("span", { class: "badge", dataset: { state: "warn" } }, t("Sold out"))
      : h("span", { class: "money" }, money(units(product.price))), icon("plus")));
}

/** Says that few are left. */
function few(product, soldOut) {
  const count = fewLeft(product);
  if (soldOut || count === null) return [];
  const text = n("Only {count} left", "Only {count} left", count);
  return [h("span", { class: "badge", dataset: { state: "warn" } }, text)];
}

function draw({ parts, basket, busy }) {
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
async function send(order) {
  const { session, parts, basket, dialog } = order;
  if (order.busy || !basket.count()) return;
  setBusy(order, true);
  const body = { session_code: session.code, guest: parts.guest.value.trim(), lines: basket.payload() };
  const onTrouble = () => (parts.problem.textContent = t("No answer yet. It is tried again and ordered only once."));
  try {
    const { orders } = await insist("/orders/place/", body, { key: newKey(), send: signedPost, onTrouble });
    for (const one of orders) takeOrder(one);
    dialog.close();
    toast(doneText(session, basket.total() - sum(orders)));
  } catch (error) {
    refused(order, error);
  } finally {
    setBusy(order, false);
  }
}

function setBusy(order, busy) {
  order.busy = busy;
  if (busy) order.parts.problem.textContent = "";
  draw(order);
}

/** What was taken; a price that has fallen meanwhile counts as it is now. */
function doneText({ name: table }, less) {
  return less > 0
    ? t("Ordered for {table}: it costs {amount} less than shown.", { table, amount: money(less) })
    : t("Ordered for {table}.", { table });
}

/** Nothing was ordered. What has another price or name is shown as it is now: the next tap takes it. */
function refused(order, error) {
  const { session, parts, dialog } = order;
  const isOpen = dialog.element.open;
  if (error.reason === "product_changed" && isOpen) return showChanges(order, error.details ?? []);
  if (error.reason === "sold_out") showLeft(order, error.details ?? []);
  const reason = whyRefused(error);
  parts.problem.textContent = t("Nothing was ordered. {reason}", { reason });
  if (!isOpen) toast(t("Nothing was ordered for {table}. {reason}", { table: session.name, reason }),
    { kind: "bad", lasting: true });
  return undefined;
}

/** So many are left by now. */
function showLeft(order, details) {
  const left = new Map(details.map(({ product_id: id, available }) => [id, { available }]));
  forgetMenu();
  order.products = order.products.map((product) => ({ ...product, ...left.get(product.id) }));
  drawProducts(order);
}

function showChanges(order, changes) {
  const now = new Map(changes.map(({ product_id: id, name, price }) => [id, { name, price }]));
  forgetMenu();
  order.products = order.products.map((product) => ({ ...product, ...now.get(product.id) }));
  drawProducts(order);
  order.basket.update(changes);
  order.parts.rows.querySelector(".basket-was")?.scrollIntoView({ block: "center" });
  order.parts.problem.textContent =
    t("Nothing was ordered yet: the menu has changed. Look at what is marked, then order again.");
}
