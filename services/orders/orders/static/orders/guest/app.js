// The guest's page: puts its parts together and keeps them in step with the table.
import { h, icon, say } from "../../pages/dom.js";
import { Stream } from "../../pages/stream.js";
import { t } from "../../pages/texts.js";
import { serviceView, drawService } from "./calls.js";
import { countOf, rows } from "./cart.js";
import { cartBar, cartView, drawCart } from "./cartview.js";
import { closedView, entryView } from "./ended.js";
import { drawHeader, drawLink, header } from "./header.js";
import { asPhone, forgetOld } from "./kept.js";
import { openLine } from "./line.js";
import { begin, live, loadMenu, refresh } from "./loading.js";
import { drawMenu, menuView } from "./menu.js";
import { tell } from "./news.js";
import { clearNotices } from "./notice.js";
import { drawOrders, ordersView, standing } from "./orders.js";
import { pump } from "./outbox.js";
import { openDish } from "./product.js";
import { code, isClosed, isOpen, onNews, table, unknownCode, watch } from "./state.js";
import { takeEvent, takeLink, takeSnapshot } from "./state.js";
import { isWide, openWanted, sheets, start } from "./views.js";

const main = document.getElementById("main");
const counters = { cart: h("span", { class: "nav-count" }), orders: h("span", { class: "nav-count" }) };
let phase = ""; // "", "open", "closed" or "entry": what the page is made of now

const LINKS = [
  ["menu", "menu", () => t("Menu")],
  ["cart", "cart", () => t("Cart")],
  ["orders", "bill", () => t("Orders")],
  ["service", "bell", () => t("Service")],
];

function navigation() {
  const links = LINKS.map(([name, sign, label]) =>
    h("a", { href: `#${name}`, dataset: { view: name } }, icon(sign), h("span", {}, label()), counters[name] ?? null),
  );
  return h("nav", { class: "bottom", "aria-label": t("Parts of this page") }, ...links);
}

function openParts() {
  const side = h("div", { class: "side" }, cartView(), ordersView(), serviceView());
  return [header(), h("div", { class: "columns" }, menuView(), side), cartBar(), navigation()];
}

/** Build the page anew when what it is for has changed. */
function build() {
  const next = table.unknown || code === "" ? "entry" : isClosed() ? "closed" : "open";
  if (next === phase) return;
  const first = phase === "";
  phase = next;
  document.body.dataset.phase = next;
  if (next === "open") main.replaceChildren(...openParts());
  else main.replaceChildren(header(), next === "closed" ? closedView() : entryView());
  if (next === "open") start(show);
  else ended(first);
}

function ended(first) {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  clearNotices();
  const title = main.querySelector("h2");
  if (first) return;
  window.scrollTo(0, 0);
  title.focus();
  say(title.textContent, { urgent: true });
}

function show(name, focus) {
  document.body.dataset.view = name;
  if (name === "cart") clearNotices("failed"); // the cart says it itself
  for (const link of main.querySelectorAll(".bottom a")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (focus) document.getElementById(`title-${name}`).focus({ preventScroll: !isWide() });
}

function draw() {
  build();
  drawHeader();
  if (phase === "entry") return;
  drawOrders();
  begin();
  if (phase === "closed") return;
  drawMenu();
  drawCart();
  drawService();
  counters.cart.textContent = countOf(rows()) || "";
  counters.orders.textContent = waitedFor() || "";
  if (table.menu) openWanted();
  if (isOpen()) pump();
}

const waitedFor = () => countOf(standing().filter((order) => order.state !== "served"));

function follow() {
  const stream = new Stream({
    socket: `/ws/orders/${encodeURIComponent(code)}/`,
    query: asPhone,
    poll: live,
    onSnapshot: takeSnapshot,
    onEvent: takeEvent,
    onState: (state) => {
      takeLink(state);
      drawLink();
      if (state.reason === "session_not_found") unknownCode();
      if (state.kind === "live") loadMenu();
    },
  });
  stream.start();
}

sheets("dish", openDish);
sheets("line", openLine);
onNews(tell);
watch(draw);
draw();
forgetOld();
if (code) {
  refresh();
  follow();
}
