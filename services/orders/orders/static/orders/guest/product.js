// The sheet of a dish: what it is, how many, a note.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { isSoldOut } from "../../pages/menu.js";
import { addDish } from "./adding.js";
import { priceOf } from "./cart.js";
import { facts, picture, price } from "./dish.js";
import { isOpen, table } from "./state.js";
import { stepper } from "../../pages/stepper.js";

const LONGEST = 500; // characters of a note

/** Opens the sheet of a dish; null when the menu has no such dish. */
export function openDish(id, onClose) {
  const product = table.menu?.get(id);
  if (!product) return null;
  const chosen = { quantity: 1 };
  const blocked = isSoldOut(product) ? t("This is sold out today.") : closedText();
  const form = h("form", { class: "sheet" }, ...about(product));
  if (blocked) form.append(h("p", { class: "banner", dataset: { state: "warn" } }, blocked));
  else form.append(...inputs(""), h("div", { class: "sheet-foot" }, ...addParts(product, chosen)));
  const dialog = open({ title: product.name, body: form, actions: [], onClose });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const note = form.elements.note.value.trim();
    dialog.close();
    addDish(product, chosen.quantity, note);
  });
  return dialog;
}

const closedText = () => (isOpen() ? "" : t("Nothing can be ordered here now."));

function about(product) {
  return [
    ...picture(product, 480),
    product.description ? h("p", { dir: "auto" }, product.description) : null,
    ...facts(product),
    h("p", { class: "dish-price" }, h("span", { class: "money" }, price(product))),
  ].filter(Boolean);
}

/** The field for a note, named `note`. */
export function inputs(note) {
  const counter = h("span", { class: "counter", id: "note-counter" });
  const count = ({ value }) => {
    counter.textContent = t("{count} of {most} characters", { count: value.length, most: LONGEST });
  };
  const area = h("textarea", {
    name: "note",
    id: "note",
    rows: 2,
    maxlength: LONGEST,
    dir: "auto",
    "aria-describedby": "note-counter",
    on: { input: (event) => count(event.target) },
  });
  area.value = note;
  count(area);
  const label = h("label", { for: "note" }, t("Note for the kitchen (if you like)"));
  return [h("div", { class: "field" }, label, area, counter)];
}

function addParts(product, chosen) {
  const total = h("span", { class: "money" });
  const draw = () => (total.textContent = product.price === null ? "" : money(priceOf(product) * chosen.quantity));
  const change = (quantity) => ((chosen.quantity = quantity), draw());
  draw();
  return [
    stepper({ name: product.name, quantity: 1, change }).node,
    h("button", { type: "submit", class: "button primary add-button" }, h("span", {}, t("Add")), total),
  ];
}
