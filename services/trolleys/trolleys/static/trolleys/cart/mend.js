/** One tap that puts right what keeps the cart from being paid. */

import { newKey } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { cartRefresh } from "./calls.js";
import { remove, set } from "./outbox.js";
import { cart, takeLines } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").Issue} Issue */

const OURS = new Set(["price_increased", "price_decreased", "insufficient_stock", "unavailable", "approval_denied"]);

/** Whether the shopper can do something about it: approving is the staff's. @param {Issue[]} issues */
export const isMendable = (issues) => issues.some(({ codes }) => codes.some((code) => OURS.has(code)));

/** Takes today's prices, as many as there are, and out what cannot be bought. */
export async function mend() {
  const { issues, lines } = cart.state;
  const all = [...lines.values()];
  for (const { product_id: id, codes } of issues) {
    const line = all.find(({ product }) => product.id === id);
    if (line) putRight(line, codes);
  }
  if (issues.some(({ codes }) => codes.some((code) => code.startsWith("price_")))) await refreshPrices();
}

/** @param {import("./calls.js").Line} line @param {string[]} codes */
function putRight(line, codes) {
  if (codes.includes("unavailable") || codes.includes("approval_denied")) remove(line);
  else if (codes.includes("insufficient_stock")) takeWhatIsLeft(line);
}

/** As many as there are; what is sold out is kept for later. @param {import("./calls.js").Line} line */
export const takeWhatIsLeft = (line) => set(line, Math.max(0, line.product.available ?? 0));

/** Takes today's prices, where the shelf says something else by now. */
export async function refreshPrices() {
  try {
    takeLines((await cartRefresh(newKey())).items);
    toast(t("The cart has today's prices."));
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
