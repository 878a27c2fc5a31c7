// What staff are about to order for a guest: products, how many, notes.
import { h } from "../../pages/dom.js";
import { isSoldOut, leftOf } from "../../pages/menu.js";
import { money, sum, units } from "../../pages/money.js";
import { chosenOf, groupsOf, idsOf, isGone, priceWith } from "../../pages/options.js";
import { MOST, stepper } from "../../pages/stepper.js";
import { n, t } from "../../pages/texts.js";

const LINES = 50; // in one order
const NOTE_LENGTH = 500; // characters

const isLike = (one, other) => one.name === other.name && one.price === other.price;
const isSameWay = (one, other) => String(idsOf(one)) === String(idsOf(other));
/** A product of the menu with these options, at the price of both. */
const withOptions = (product, options) => ({ ...product, price: priceWith(product, options) });

export function makeBasket(changed) {
  const lines = [];
  let key = 0;
  const chosen = (id) => lines.reduce((count, line) => count + (line.product.id === id ? line.quantity : 0), 0);
  /** What is wrong with a line, in words: none are left, or not as many as were chosen; "" where nothing is. */
  const lack = ({ product, options, gone }) => {
    if (isSoldOut(product)) return t("Sold out");
    if (gone) return t("Sold out: {names}", { names: options.map(({ name }) => name).join(", ") });
    const left = leftOf(product);
    return chosen(product.id) > left ? n("Only {count} left", "Only {count} left", left) : "";
  };
  return {
    lines,
    chosen,
    /** What was chosen, in words: "2× Espresso, 1× Carrot cake". */
    words: () => lines.map(({ product, quantity }) => `${quantity}× ${product.name}`).join(", "),
    /** One more of a product with these options: of its last line without a note, or in a line of its own. */
    add(product, options = []) {
      const isIt = (one) => one.product.id === product.id && isSameWay(one.options, options) && !one.note;
      const line = lines.findLast(isIt);
      const priced = withOptions(product, options);
      if (line) line.quantity = Math.min(MOST, line.quantity + 1);
      else if (lines.length < LINES) lines.push({ key: (key += 1), product: priced, options, quantity: 1, note: "" });
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
    payload: () => lines.map(({ product: { id, name, price, ...product }, options, quantity, note }) => ({
      product_id: id, quantity, note: note.trim(), name, price,
      ...(groupsOf(product).length && { options: idsOf(options) }),
    })),
    /** The menu is this by now; answers whether anything that was chosen is another thing than before. */
    see(products) {
      const now = new Map(products.map((product) => [product.id, product]));
      const state = () => lines.map((line) => `${line.key} ${lack(line)}`).join();
      const before = state();
      for (const line of lines) {
        const { product, was = product } = line;
        const found = now.get(product.id);
        line.gone = Boolean(found) && isLacking(found, line.options, now);
        const options = found && !line.gone ? chosenOf(found, idsOf(line.options)) : line.options;
        line.options = options;
        line.product = found ? withOptions(found, options) : { ...product, is_active: false };
        if (isLike(line.product, product)) continue;
        Object.assign(line, { key: (key += 1), was: isLike(line.product, was) ? undefined : was });
      }
      changed();
      return state() !== before;
    },
    lack,
    /** The names of what cannot be ordered like this. */
    lacking: () => [...new Set(lines.filter(lack).map(({ product }) => product.name))],
  };
}

/** Whether one of these options is not to be had any more. */
function isLacking(product, options, menu) {
  const there = groupsOf(product).flatMap((group) => group.options).filter((each) => !isGone(each, menu));
  return idsOf(options).some((id) => !there.some((each) => each.id === id));
}

/** A line of the basket: how many, and a note. */
export function makeBasketRow(line, basket) {
  const name = line.product.name;
  const change = (quantity) => basket.set(line, quantity);
  const parts = {
    steps: stepper({ name, quantity: line.quantity, change, least: 0 }), price: h("span", { class: "money" }),
    lack: h("p", { class: "basket-lack" }),
  };
  const note = h("input", {
    class: "basket-note", maxlength: NOTE_LENGTH, autocomplete: "off", placeholder: t("Note"),
    "aria-label": t("Note: {name}", { name }), value: line.note, on: { input: () => (line.note = note.value) },
  });
  const head = h("div", { class: "basket-line" }, h("span", {}, name), parts.price);
  const was = line.was && h("p", { class: "basket-was" }, wasText(line));
  const chosen = line.options.length > 0
    && h("p", { class: "line-options", dir: "auto" }, line.options.map((each) => each.name).join(", "));
  const node = h("li", {}, head, chosen, was, parts.lack, parts.steps.node, note);
  node.parts = parts;
  updateBasketRow(node, line, basket);
  return node;
}

/** What a line was when it was chosen. */
function wasText({ was, product }) {
  const price = money(units(was.price));
  if (was.name === product.name) return t("The price was {price}.", { price });
  return t("It was “{name}” for {price}.", { name: was.name, price });
}

export function updateBasketRow(node, line, basket) {
  node.parts.steps.set(line.quantity);
  node.parts.lack.textContent = basket.lack(line);
  node.parts.lack.hidden = !node.parts.lack.textContent;
  node.parts.price.textContent = money(units(line.product.price) * line.quantity);
}
