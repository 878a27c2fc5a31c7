// The cart's view: who added what, and the button that sends it. Also the bar that leads here.
import { h, icon, keyed } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { howChanged } from "./adding.js";
import { countOf, mayNote, priceOf, rows, sumOf } from "./cart.js";
import { kept } from "./kept.js";
import { changeName } from "./nickname.js";
import { hindrance, remove, step, takeBack } from "./outbox.js";
import { drawSending, sendBox } from "./sending.js";
import { isOpen } from "./state.js";
import { stepper } from "../../pages/stepper.js";
import { leftText, whoIs } from "./words.js";
import { go } from "./views.js";

const steppers = new WeakMap();
const list = h("ul", { class: "lines" });
const shared = h("p", { class: "soft" });
const foreign = h("p", { class: "soft" }, t("A note can be changed by the phone that has added the item."));
const name = h("button", { type: "button", class: "button quiet name-button", on: { click: () => changeName() } });
const empty = h(
  "div",
  { class: "nothing" },
  h("p", {}, t("The cart is empty.")),
  h("p", { class: "soft" }, t("Choose from the menu. Everybody at this table sees the same cart.")),
  h("a", { class: "button narrow-only", href: "#menu" }, t("To the menu")),
);
const total = h("span", { class: "money" });
const sum = h("p", { class: "sum" }, h("span", {}, t("Total of the cart")), total);
const barCount = h("span", { class: "bar-count" });
const barName = h("span", { class: "bar-name" });
const barTotal = h("span", { class: "money" });
const bar = h(
  "a",
  { class: "cart-bar narrow-only", href: "#cart", hidden: true },
  barCount,
  barName,
  barTotal,
);

export const cartBar = () => bar;

export function cartView() {
  const title = h("h2", { id: "title-cart", tabindex: "-1" }, t("Cart"));
  const attributes = { class: "view", id: "view-cart", "aria-labelledby": "title-cart" };
  const head = h("div", { class: "view-head" }, title, name);
  return h("section", attributes, head, shared, foreign, list, empty, sum, sendBox());
}

export function drawCart() {
  const all = rows();
  keepFocus(() => keyed(list, all, (row) => row.key, makeRow, updateRow));
  const { guest, send } = kept();
  empty.hidden = all.length > 0 || send !== null;
  sum.hidden = shared.hidden = all.length === 0;
  total.textContent = money(sumOf(all));
  shared.textContent = who(all);
  foreign.hidden = all.every((row) => row.waiting || mayNote(row));
  name.replaceChildren(icon("user"), h("span", { dir: "auto" }, guest || t("Your name")));
  name.setAttribute("aria-label", guest ? t("Your name: {name}. Change it", { name: guest }) : t("Choose a name"));
  drawBar(all);
  drawSending(all);
}

/** Who has just removed a line goes on at the next one. */
function keepFocus(change) {
  const at = [...list.children].findIndex((row) => row.contains(document.activeElement));
  change();
  if (at === -1 || list.contains(document.activeElement)) return;
  const next = list.children[Math.min(at, list.children.length - 1)];
  (next?.querySelector("button") ?? document.getElementById("title-cart")).focus({ preventScroll: true });
}

function who(all) {
  const names = [...new Set(all.map((row) => row.guest).filter(Boolean))];
  if (names.length < 2) return t("Not sent yet. Everybody at this table sees this cart.");
  return t("Not sent yet. By {names}.", { names: new Intl.ListFormat(document.documentElement.lang).format(names) });
}

function drawBar(all) {
  const count = countOf(all);
  bar.hidden = count === 0 || !isOpen();
  barCount.textContent = count;
  barTotal.textContent = money(sumOf(all));
  barName.textContent = barWords();
  const label = n("Look at the cart: {count} item, {total}", "Look at the cart: {count} items, {total}", count, {
    total: money(sumOf(all)),
  });
  bar.setAttribute("aria-label", label);
}

function barWords() {
  const trouble = hindrance();
  if (!trouble) return t("Look at the cart");
  return trouble.busy ? t("Goes on in a moment") : t("Waits for the connection");
}

function makeRow(row) {
  const node = h("li", { class: "line" });
  node.append(
    lineHead(row),
    h("p", { class: "line-who" }),
    h("p", { class: "line-note", dir: "auto" }),
    h("p", { class: "line-state" }),
    row.waiting ? waitingFoot(row) : lineFoot(node, row),
  );
  updateRow(node, row);
  return node;
}

function lineHead(row) {
  const title = h("strong", { class: "line-name", dir: "auto" }, row.name);
  return h("div", { class: "line-head" }, title, h("span", { class: "money" }));
}

function waitingFoot(row) {
  const attributes = { type: "button", class: "button quiet", "aria-label": t("Take back {name}", { name: row.name }) };
  const back = h("button", { ...attributes, on: { click: () => takeBack(row.key) } }, t("Take back"));
  return h("div", { class: "line-foot" }, back, h("span", { class: "line-count" }));
}

function lineFoot(node, row) {
  const now = () => rows().find((one) => one.key === row.key) ?? row;
  const change = (_, by) => now().leaving || step(now(), by);
  const steps = stepper({ name: row.name, quantity: row.quantity, change });
  steppers.set(node, steps);
  const away = () => now().leaving || remove(now(), now().quantity);
  const note = () => tool(t("Note for {name}", { name: row.name }), "note", () => go(`line-${row.id}`), t("Note"));
  return h(
    "div",
    { class: "line-foot" },
    mayNote(row) && note(),
    tool(t("Remove {name}", { name: row.name }), "remove", away),
    steps.node,
  );
}

function tool(label, sign, click, word = "") {
  const attributes = { type: "button", class: "button quiet tool", "aria-label": label, title: label };
  return h("button", { ...attributes, on: { click } }, icon(sign), word);
}

function updateRow(node, row) {
  const at = (part) => node.querySelector(`.${part}`);
  at("line-name").textContent = row.name;
  at("money").textContent = row.price === null ? "–" : money(priceOf(row) * row.quantity);
  at("line-who").textContent = byWhom(row);
  at("line-note").textContent = row.note;
  at("line-note").hidden = row.note === "";
  const state = [row.was && howChanged(row), stateOf(row)].filter(Boolean).join(" ");
  at("line-state").textContent = state;
  at("line-state").hidden = state === "";
  node.classList.toggle("is-gone", row.gone);
  node.classList.toggle("is-waiting", row.waiting || row.leaving);
  steppers.get(node)?.set(row.quantity);
  if (row.waiting) at("line-count").textContent = t("{count} ×", { count: row.quantity });
}

function byWhom(row) {
  const owner = row.mine ? ownName(row) : row.guest || t("Somebody at this table");
  if (!row.changed_by) return owner;
  return `${owner} · ${t("changed by {guest}", { guest: whoIs(row.changed_by) })}`;
}

const ownName = ({ guest }) => (guest ? t("{name} (you)", { name: guest }) : t("You"));

function stateOf(row) {
  if (row.leaving) return t("Is being removed");
  if (row.gone) return t("Sold out. Please remove it.");
  if (row.left < row.quantity) return leftText(row.left);
  return row.waiting || row.changing ? t("On its way to the cart") : "";
}
