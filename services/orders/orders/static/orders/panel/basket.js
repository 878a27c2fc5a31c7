// What staff are about to order for a guest: products, how many, notes.
import { h } from "../../pages/dom.js";
import { money, sum, units } from "../../pages/money.js";
import { MOST, stepper } from "../../pages/stepper.js";
import { t } from "../../pages/texts.js";

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
    count: () => lines.reduce((count, line) => count + line.quantity, 0),
    total: () => sum(lines.map(({ product, quantity }) => ({ price: product.price, quantity }))),
    /** The lines of an order, with the prices and names that were seen here. */
    payload: () => lines.map(({ product: { id, name, price }, quantity, note }) =>
      ({ product_id: id, quantity, note: note.trim(), name, price })),
    /** Products have other prices or names by now: [{product_id, name, price}, …]. */
    update(changes) {
      for (const { product_id: id, name, price } of changes) {
        for (const line of lines.filter(({ product }) => product.id === id)) {
          const { product, was = product } = line;
          Object.assign(line, { key: (key += 1), was, product: { ...product, name, price } });
        }
      }
      changed();
    },
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
    "aria-label": t("Note: {name}", { name }), value: line.note, on: { input: () => (line.note = note.value) },
  });
  const head = h("div", { class: "basket-line" }, h("span", {}, name), parts.price);
  const node = h("li", {}, head, line.was && h("p", { class: "basket-was" }, wasText(line)), parts.steps.node, note);
  node.parts = parts;
  updateBasketRow(node, line);
  return node;
}

/** What a line was when it was chosen. */
function wasText({ was, product }) {
  const price = money(units(was.price));
  if (was.name === product.name) return t("The price was {price}.", { price });
  return t("It was “{name}” for {price}.", { name: was.name, price });
}

export function updateBasketRow(node, line) {
  node.parts.steps.set(line.quantity);
  node.parts.price.textContent = money(units(line.product.price) * line.quantity);
}
