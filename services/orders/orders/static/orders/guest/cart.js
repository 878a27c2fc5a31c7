// The shared cart as it is to be shown: the lines that the server has and what is on its way to it.
import { cents } from "../../pages/texts.js";
import { isSoldOut } from "../../pages/menu.js";
import { kept } from "./kept.js";
import { table } from "./state.js";

/** Quantities that are being changed here, by line id, until the server has answered. */
export const drafts = new Map();

export const priceOf = (item) => (item.price === null ? null : cents(item.price));
export const sumOf = (items) => items.reduce((sum, item) => sum + (priceOf(item) ?? 0) * item.quantity, 0);

/** The rows of the cart: `{id, key, name, price, quantity, note, guest, mine, waiting}`, oldest first. */
export function rows() {
  const own = kept();
  const lines = [...table.cart.values()].map((line) => {
    const longer = own.adds.find((item) => item.line === line.id);
    return {
      ...line,
      key: `line-${line.id}`,
      quantity: drafts.get(line.id) ?? longer?.total ?? line.quantity,
      mine: isMine(line, own),
      waiting: false,
      changing: longer !== undefined,
      gone: isGone(line.product_id),
    };
  });
  return [...lines, ...waiting(own)];
}

const isMine = (line, own) => own.mine.includes(line.id) || (line.guest !== "" && line.guest === own.guest);

/** Not to be had any more, as far as the menu tells. */
function isGone(productId) {
  return table.menu !== null && isSoldOut(table.menu.get(productId));
}

function waiting(own) {
  const taken = new Set();
  const alone = own.adds.filter((item) => !table.cart.has(item.line) && !arrived(item, taken));
  return alone.map((item) => ({
    ...item,
    id: null,
    product_id: item.id,
    mine: true,
    waiting: true,
    gone: isGone(item.id),
  }));
}

/** Whether the stream has shown the line already, before the request was answered. */
function arrived(item, taken) {
  const line = [...table.cart.values()].find((one) => one.id > item.seen && !taken.has(one.id) && isSame(one, item));
  if (line) taken.add(line.id);
  return line !== undefined;
}

const isSame = (line, item) =>
  ["guest", "note", "quantity"].every((field) => line[field] === item[field]) && line.product_id === item.id;

export const countOf = (items) => items.reduce((count, item) => count + item.quantity, 0);

/** How many of each product are in the cart, whoever added them, by product id. */
export function countsInCart() {
  const counts = new Map();
  for (const row of rows()) counts.set(row.product_id, (counts.get(row.product_id) ?? 0) + row.quantity);
  return counts;
}

/** Who takes part in the cart, without this phone's own guest. */
export function otherNames() {
  const own = kept().guest;
  const names = [...table.cart.values(), ...table.orders.values()].map((item) => item.guest);
  return [...new Set(names)].filter((name) => name && name !== own);
}
