// What one person does to the shared cart: add, change, remove. Each is shown at once and taken back when refused.
import { Refused, post } from "../../pages/api.js";
import { t } from "../../pages/texts.js";
import { drafts } from "./cart.js";
import { loadMenu, refresh } from "./loading.js";
import { notice } from "./notice.js";
import { nameOnce } from "./nickname.js";
import { add } from "./outbox.js";
import { answeredLine, answeredRemoval, changed, code, table } from "./state.js";
import { refusalWord, unreachableWord } from "./words.js";

const PAUSE = 400; // ms after the last tap on plus or minus
const timers = new Map();
const telling = new Set(); // changes that are being made

/** Put a dish into the cart, with a name if one was not asked for yet. */
export async function addDish(product, quantity, note) {
  await nameOnce();
  add(product, quantity, note);
}

/** A tap on plus or minus: shown now, told when the tapping stops. */
export function stepLine(line, quantity) {
  drafts.set(line.id, quantity);
  changed();
  clearTimeout(timers.get(line.id));
  timers.set(line.id, setTimeout(() => changeLine(line, { quantity }), PAUSE));
}

/** Tell the quantities that still wait for the end of the tapping; answers whether all changes were made. */
export async function allTold() {
  for (const [id, timer] of timers) {
    clearTimeout(timer);
    const line = table.cart.get(id);
    if (line) changeLine(line, { quantity: drafts.get(id) ?? line.quantity });
  }
  return !(await Promise.all(telling)).includes(false);
}

/** Follow a change until it is answered; answers whether it was made. */
function follow(making) {
  telling.add(making);
  making.finally(() => telling.delete(making));
  return making;
}

export const changeLine = (line, change) => follow(makeChange(line, change));
export const removeLine = (line) => follow(remove(line));

async function makeChange(line, change) {
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

async function remove(line) {
  try {
    await post(`/orders/cart/remove/${line.id}/`, { session_code: code });
  } catch (error) {
    failed(error, line.id);
    return false;
  }
  answeredRemoval(line.id);
  const run = () => add({ ...line, id: line.product_id }, line.quantity, line.note, line.guest);
  notice("cart", t("{name} was removed.", { name: line.name }), { action: { label: t("Undo"), run } });
  return true;
}

function failed(error, id) {
  const refused = error instanceof Refused;
  if (refused && error.reason === "line_not_found") answeredRemoval(id);
  if (refused && error.reason === "session_closed") refresh();
  else notice("cart", refused ? refusalWord(error.reason) : unreachableWord(), { kind: "bad" });
}

export const OF_THE_MENU = ["product_unavailable", "product_not_found"];

/** After a refusal: see what the page did not know, so that it can say what to do. */
export const lookAgain = (reason) => (OF_THE_MENU.includes(reason) ? loadMenu({ force: true }) : refresh());
