// A line of what is about to be ordered: how many, and a note.
import { h } from "../../kit/dom.js";
import { cents, money, t } from "../../kit/texts.js";
import { icon } from "./icons.js";

const NOTE_LENGTH = 500; // characters

export function makeBasketRow(line, basket) {
  const name = line.product.name;
  const parts = { amount: h("span", { class: "amount", role: "status" }), price: h("span", { class: "money" }) };
  const stepper = h("div", { class: "stepper" },
    stepButton("minus", t("One less: {name}", { name }), () => basket.change(line, -1)), parts.amount,
    stepButton("plus", t("One more: {name}", { name }), () => basket.change(line, 1)));
  const note = h("input", {
    class: "basket-note", maxlength: NOTE_LENGTH, autocomplete: "off", placeholder: t("Note"),
    "aria-label": t("Note: {name}", { name }), on: { input: () => (line.note = note.value) },
  });
  const node = h("li", {}, h("div", { class: "basket-line" }, h("span", {}, name), parts.price), stepper, note);
  node.parts = parts;
  updateBasketRow(node, line);
  return node;
}

const stepButton = (drawing, label, click) =>
  h("button", { type: "button", class: "button", "aria-label": label, on: { click } }, icon(drawing));

export function updateBasketRow(node, line) {
  node.parts.amount.textContent = `${line.quantity}×`;
  node.parts.price.textContent = money(cents(line.product.price) * line.quantity);
}
