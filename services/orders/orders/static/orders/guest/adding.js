// What one person does to the shared cart: add, change, remove. Each is shown at once and taken back when refused.
import { Refused, post } from "../../kit/api.js";
import { say } from "../../kit/dom.js";
import { t } from "../../kit/texts.js";
import { drafts } from "./cart.js";
import { loadMenu, refresh } from "./loading.js";
import { notice } from "./notice.js";
import { nameOnce } from "./nickname.js";
import { add } from "./outbox.js";
import { answeredLine, answeredRemoval, changed, code, table } from "./state.js";
import { refusalWord, unreachableWord } from "./words.js";

const PAUSE = 400; // ms after the last tap on plus or minus
const timers = new Map();

/** Put a dish into the cart, with a name if one was not asked for yet. */
export async function addDish(product, quantity, note) {
  await nameOnce();
  add(product, quantity, note);
  say(t("{count} × {name} is in the cart.", { count: quantity, name: product.name }));
}

/** A tap on plus or minus: shown now, told when the tapping stops. */
export function stepLine(line, quantity) {
  drafts.set(line.id, quantity);
  changed();
  clearTimeout(timers.get(line.id));
  timers.set(line.id, setTimeout(() => changeLine(line, { quantity }), PAUSE));
}

/** Tell the quantities that still wait for the end of the tapping; resolves when all are told. */
export function tellSteps() {
  return Promise.all(
    [...timers].map(([id, timer]) => {
      clearTimeout(timer);
      const line = table.cart.get(id);
      return line && changeLine(line, { quantity: drafts.get(id) ?? line.quantity });
    }),
  );
}

/** Answers whether it was done. */
export async function changeLine(line, change) {
  timers.delete(line.id);
  const draft = drafts.get(line.id);
  try {
    answeredLine(await post(`/orders/cart/change/${line.id}/`, { session_code: code, ...change }));
    return true;
  } catch (error) {
    failed(error, line.id);
    return false;
  } finally {
    if (drafts.get(line.id) === draft) drafts.delete(line.id);
    changed();
  }
}

export async function removeLine(line) {
  try {
    await post(`/orders/cart/remove/${line.id}/`, { session_code: code });
  } catch (error) {
    return failed(error, line.id);
  }
  answeredRemoval(line.id);
  const run = () => add({ ...line, id: line.product_id }, line.quantity, line.note, line.guest);
  notice("cart", t("{name} was removed.", { name: line.name }), { action: { label: t("Undo"), run } });
  return undefined;
}

function failed(error, id) {
  if (!(error instanceof Refused)) return notice("cart", unreachableWord(), { kind: "bad" });
  if (error.reason === "line_not_found") answeredRemoval(id);
  if (error.reason === "session_closed") refresh();
  else notice("cart", refusalWord(error.reason), { kind: "bad" });
  return undefined;
}

/** An item that was refused: say so, and look what else is sold out. */
export function lookAgain(reason) {
  if (reason === "session_closed" || reason === "session_not_found") return refresh();
  return loadMenu({ force: true });
}
