// Ordering on behalf of a guest: search the menu, tap, send.
import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, keyed, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { isSoldOut, onMenu } from "../../pages/menu.js";
import { money, sum } from "../../pages/money.js";
import { groupsOf } from "../../pages/options.js";
import { n, t } from "../../pages/texts.js";
import { makeBasket, makeBasketRow, updateBasketRow } from "./basket.js";
import { chooseOptions } from "./choose.js";
import { followMenu, forgetMenu, menu } from "./menu.js";
import { drawOffer } from "./offer.js";
import { whyRefused } from "./refusals.js";
import { panel, takeOrder } from "./state.js";

/** Let staff choose and send an order for this session. */
export async function placeOrder(session) {
  const order = { session, parts: makeParts(), basket: makeBasket(() => draw(order)), products: [], busy: false };
  const { parts } = order;
  parts.send.addEventListener("click", () => send(order));
  parts.summary.addEventListener("click", () => parts.rows.scrollIntoView({ block: "center" }));
  const title = t("Order for {table}", { table: session.name });
  order.dialog = open({ title, body: bodyOf(parts), onClose: () => order.stop?.() });
  order.dialog.element.classList.add("large");
  draw(order);
  parts.search.focus();
  try {
    order.products = await menu(panel.place);
    drawProducts(order);
    parts.search.addEventListener("input", () => drawProducts(order));
    const follow = () => followMenu(panel.place, session.code, (products) => see(order, products));
    if (order.dialog.element.open) order.stop = follow();
  } catch (error) {
    parts.status.textContent = whyRefused(error);
  }
}

function makeParts() {
  const label = t("Search the menu");
  return {
    search: h("input", { type: "search", "aria-label": label, placeholder: label, autocomplete: "off" }),
    status: h("p", { class: "soft", role: "status" }, t("Loading the menu…")),
    jump: h("ul", { class: "jump", "aria-label": t("Categories") }),
    products: h("ul", { class: "products" }),
    empty: h("p", { class: "soft" }, t("Tap what the guest wants.")),
    rows: h("ul", { class: "basket" }),
    guest: h("input", { maxlength: 40, autocomplete: "off" }),
    problem: h("p", { class: "problem", role: "alert" }),
    summary: h("button", { type: "button", class: "button quiet wide ordering-summary",
      "aria-label": t("Show what is chosen") }),
    send: h("button", { type: "button", class: "button primary wide" }),
  };
}

const bodyOf = ({ search, status, jump, products, empty, rows, guest, problem, summary, send: button }) =>
  h("div", { class: "ordering" },
    h("div", { class: "ordering-menu" }, h("div", { class: "ordering-find" }, search, jump), status, products),
    h("div", { class: "ordering-basket" }, h("h3", {}, t("To be ordered")), empty, rows,
      h("label", { class: "field" }, h("span", {}, t("Guest’s name, if you like")), guest)),
    h("div", { class: "ordering-foot" }, problem, summary, button));

function drawProducts(order) {
  const { search, status, jump, products: list } = order.parts;
  const add = (id) => {
    const product = order.products.find((one) => one.id === id);
    if (isSoldOut(product)) return;
    if (groupsOf(product).length === 0) return void order.basket.add(product);
    chooseOptions(product, order.products, (options) => order.basket.add(product, options));
  };
  const { products, basket } = order;
  const found = drawOffer({ list, jump, products: onMenu(products), search: search.value, basket, add });
  status.textContent = found ? "" : t("Nothing found.");
  status.hidden = found > 0;
}

/** The menu is this by now. What was chosen is marked where it is another thing, and the next tap on Order takes it. */
function see(order, products) {
  if (order.busy) return;
  order.products = products;
  drawProducts(order);
  if (order.basket.see(products)) order.parts.problem.textContent = t("The menu has changed. Look at what is marked.");
}

function draw(order) {
  const { parts, basket, busy, products } = order;
  if (products.length) drawProducts(order);
  const count = basket.count();
  keyed(parts.rows, basket.lines, (line) => line.key, (line) => makeBasketRow(line, basket),
    (node, line) => updateBasketRow(node, line, basket));
  parts.empty.hidden = count > 0;
  parts.summary.hidden = !count;
  parts.summary.replaceChildren(h("span", {}, basket.words()));
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
  if (order.busy || !basket.count() || isRefusedHere(order)) return;
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

/** Says what cannot be ordered; the server would refuse all of it. */
function isRefusedHere({ parts, basket }) {
  const names = new Intl.ListFormat(document.documentElement.lang).format(basket.lacking());
  if (names) {
    parts.problem.textContent = t("Nothing was ordered. Take out what is not there any more: {names}.", { names });
  }
  return Boolean(names);
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
  forgetMenu();
  if (error.reason === "product_changed" && isOpen) return showChanges(order, error.details ?? []);
  if (error.reason === "sold_out") learn(order, error.details ?? []);
  if (isOpen && isRefusedHere(order)) return undefined;
  const reason = whyRefused(error);
  parts.problem.textContent = t("Nothing was ordered. {reason}", { reason });
  if (!isOpen) toast(t("Nothing was ordered for {table}. {reason}", { table: session.name, reason }),
    { kind: "bad", lasting: true });
  return undefined;
}

/** Take what a refusal says of products: [{product_id, available or name and price}, …]. */
function learn(order, details) {
  const plain = details.filter(({ options = [] }) => options.length === 0); // a price with options is of no menu
  const now = new Map(plain.map(({ product_id: id, ...fields }) => [id, fields]));
  order.products = order.products.map((product) => ({ ...product, ...now.get(product.id) }));
  drawProducts(order);
  order.basket.see(order.products);
}

async function showChanges(order, changes) {
  const isOfOptions = changes.some(({ options = [] }) => options.length);
  if (isOfOptions) order.products = await menu(panel.place).catch(() => order.products); // forgotten by now
  learn(order, changes);
  order.parts.rows.querySelector(".basket-was")?.scrollIntoView({ block: "center" });
  order.parts.problem.textContent =
    t("Nothing was ordered yet: the menu has changed. Look at what is marked, then order again.");
}
