// What staff are about to order for a guest: products, how many, notes.
import { h } from "../../pages/dom.js";
import { MOST, stepper } from "../../pages/stepper.js";
import { cents, money, t } from "../../pages/texts.js";

const LINES = 50; // in one order
const NOTE_LENGTH = 500; // characters

export function makeBasket(changed) {
  const lines = [];
  let key = 0;
  return {
    lines,
    /** One more of a product: of its last line without a note, or in a line of its own. */
    add(product) {
      const line = lines.findLast((one) => one.product.id === product.id && !one.note);
      if (line) line.quantity = Math.min(MOST, line.quantity + 1);
      else if (lines.length < LINES) lines.push({ key: (key += 1), product, quantity: 1, note: "" });
      changed();
    },
    set(line, quantity) {
      line.quantity = quantity;
      if (line.quantity < 1) lines.splice(lines.indexOf(line), 1);
      changed();
    },
    count: () => lines.reduce((sum, line) => sum + line.quantity, 0),
    total: () => lines.reduce((sum, line) => sum + cents(line.product.price) * line.quantity, 0),
    wanted: () => lines.map(({ product, quantity, note }) => ({ product_id: product.id, quantity, note: note.trim() })),
  };
}

/** A line of the basket: how many, and a note. */
export function makeBasketRow(line, basket) {
  const name = line.product.name;
  const change = (quantity) => basket.set(line, quantity);
  const parts = {
    steps: stepper({ name, quantity: line.quantity, change, least: 0 }), price: h("span", { class: "money" }),
  };
  const note = h("input", {
    class: "basket-note", maxlength: NOTE_LENGTH, autocomplete: "off", placeholder: t("Note"),
    "aria-label": t("Note: {name}", { name }), on: { input: () => (line.note = note.value) },
  });
  const head = h("div", { class: "basket-line" }, h("span", {}, name), parts.price);
  const node = h("li", {}, head, parts.steps.node, note);
  node.parts = parts;
  updateBasketRow(node, line);
  return node;
}

export function updateBasketRow(node, line) {
  node.parts.steps.set(line.quantity);
  node.parts.price.textContent = money(cents(line.product.price) * line.quantity);
}
