// The guest's page: puts its parts together and keeps them in step with the table.
import { h, icon, say } from "../../pages/dom.js";
import { Stream } from "../../pages/stream.js";
import { t } from "../../pages/texts.js";
import { render } from "../../pages/view.js";
import { openBill } from "./bill.js";
import { serviceView } from "./calls.js";
import { countOf, rows } from "./cart.js";
import { barView, cartView, keepPlace } from "./cartview.js";
import { closedView, entryView, seatView } from "./ended.js";
import { drawHeader, drawLink, header } from "./header.js";
import { asPhone, forgetOld } from "./kept.js";
import { leadOver, leaveSpot, tellLed } from "./lead.js";
import { openLine } from "./line.js";
import { afterConnect, begin, follow, live, takeAside } from "./loading.js";
import { menuDrawn, menuView } from "./menu.js";
import { tell } from "./news.js";
import { clearNotices } from "./notice.js";
import { offerView } from "./offer.js";
import { standing } from "./left.js";
import { ordersView } from "./orders.js";
import { pump } from "./outbox.js";
import { arrive, openPay } from "./pay.js";
import { openDish } from "./product.js";
import { look, onSeat } from "./seat.js";
import { isClosed, isOpen, onNews, spotCode, table, unknownCode, watch } from "./state.js";
import { takeEvent, takeLink, takeSnapshot } from "./state.js";
import { isWide, openWanted, sheets, start } from "./views.js";

const main = document.getElementById("main");
const counters = { cart: h("span", { class: "nav-count" }), orders: h("span", { class: "nav-count" }) };
let phase = ""; // "", "open", "closed", "seat" or "entry": what the page is made of now

/** Where each part of the page is drawn, and by what. */
const PARTS = {
  open: { offer: offerView, menu: menuView, cart: cartView, orders: ordersView, service: serviceView, bar: barView },
  closed: { ended: closedView },
  seat: { ended: seatView },
  entry: { ended: entryView },
};
let hosts = {};

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

function openParts({ offer, menu, cart, orders, service, bar }) {
  const side = h("div", { class: "side" }, cart, orders, service);
  return [header(), offer, h("div", { class: "columns" }, menu, side), bar, navigation()];
}

function phaseOf() {
  if (table.unknown || (table.code === "" && spotCode === "")) return "entry";
  if (table.code === "") return "seat";
  return isClosed() ? "closed" : "open";
}

/** Build the page anew when what it is for has changed. */
function build() {
  const next = phaseOf();
  if (next === phase) return;
  const first = phase === "";
  phase = next;
  document.body.dataset.phase = next;
  hosts = Object.fromEntries(Object.keys(PARTS[next]).map((name) => [name, h("div", { class: "part" })]));
  drawParts();
  if (next === "open") main.replaceChildren(...openParts(hosts));
  else main.replaceChildren(header(), hosts.ended);
  if (next === "open") start(show);
  ended(first, next);
}

/** Draws what has changed. What is moved on the page keeps the focus. */
function drawParts() {
  const focused = document.activeElement;
  const restore = phase === "open" ? keepPlace() : () => {};
  for (const [name, view] of Object.entries(PARTS[phase])) render(view(table), hosts[name]);
  if (focused !== document.activeElement && main.contains(focused)) focused.focus({ preventScroll: true });
  restore();
}

function ended(first, next) {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  if (next !== "open") clearNotices();
  if (first || next === "open") return;
  const title = main.querySelector("h2");
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
  leadOver();
  leaveSpot();
  build();
  drawHeader();
  drawParts();
  if (phase === "entry") return;
  begin();
  arrive();
  if (phase !== "open") return;
  tellLed();
  menuDrawn(hosts.menu);
  sendBox.observe(hosts.cart.querySelector(".send-box"));
  counters.cart.textContent = countOf(rows()) || "";
  counters.orders.textContent = waitedFor() || "";
  if (table.menu) openWanted();
  if (isOpen()) pump();
}

/** Messages of a phone lie above what sends the cart. */
const sendBox = new ResizeObserver(([{ target }]) =>
  document.body.style.setProperty("--send", `${target.offsetHeight}px`));

const waitedFor = () => countOf(standing().filter((order) => order.state !== "served"));

function sitDown() {
  follow(new Stream({
    socket: `/ws/orders/${encodeURIComponent(table.code)}/`,
    query: asPhone,
    poll: live,
    onSnapshot: takeSnapshot,
    onEvent: takeEvent,
    onAside: takeAside,
    onState: (state) => {
      takeLink(state);
      drawLink();
      if (state.reason === "session_not_found") unknownCode();
      if (state.kind === "live") afterConnect();
    },
  }));
}

sheets("dish", openDish);
sheets("line", openLine);
sheets("bill", openBill);
sheets("pay", openPay);
onNews(tell);
onSeat(sitDown);
watch(draw);
draw();
forgetOld();
if (table.code) sitDown();
else if (spotCode) look();
