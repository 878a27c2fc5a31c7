// What staff are about to order for a guest: products, how many, notes. No DOM here.
import { cents } from "../../kit/texts.js";

const MOST = 99; // of one line
const LINES = 50; // in one order

export function makeBasket(changed) {
  const lines = [];
  return {
    lines,
    /** One more of a product: of its last line without a note, or in a line of its own. */
    add(product) {
      const line = lines.findLast((one) => one.product.id === product.id && !one.note);
      if (line) line.quantity = Math.min(MOST, line.quantity + 1);
      else if (lines.length < LINES) lines.push({ key: crypto.getRandomValues(new Uint32Array(1))[0], product, quantity: 1, note: "" });
      changed();
    },
    change(line, by) {
      line.quantity = Math.min(MOST, line.quantity + by);
      if (line.quantity < 1) lines.splice(lines.indexOf(line), 1);
      changed();
    },
    count: () => lines.reduce((sum, line) => sum + line.quantity, 0),
    total: () => lines.reduce((sum, line) => sum + cents(line.product.price) * line.quantity, 0),
    wanted: () => lines.map(({ product, quantity, note }) => ({ product_id: product.id, quantity, note: note.trim() })),
  };
}
