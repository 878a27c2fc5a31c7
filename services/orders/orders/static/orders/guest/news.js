// Tells what has changed: seen as a message where it matters, and said to screen readers.
import { say, toast } from "../../kit/dom.js";
import { n, t } from "../../kit/texts.js";
import { callAnswered } from "./calls.js";
import { kept } from "./kept.js";
import { stateWord } from "./words.js";

const TELLS = {
  moved: ({ order }) => moved(order),
  added: ({ line }) => added(line),
  sent: (sent) => somebodySent(sent),
  answered: ({ call }) => callAnswered(call),
  closed: () => {},
};

export function tell(news) {
  TELLS[news.kind]?.(news);
}

function moved(order) {
  const { name, reason } = order;
  if (order.state === "cancelled") {
    const why = reason ? t("{name} was cancelled: {reason}", { name, reason }) : t("{name} was cancelled.", { name });
    toast(why, { kind: "bad", lasting: true });
  } else if (order.state === "ready") {
    toast(t("{name} is ready.", { name }), { kind: "good" });
  } else {
    say(t("{name}: {state}", { name, state: stateWord(order.state) }));
  }
}

function added(line) {
  const { mine, adds } = kept();
  const own = mine.includes(line.id) || adds.some((item) => item.id === line.product_id && item.note === line.note);
  if (own) return;
  const values = { name: line.name, guest: line.guest, count: line.quantity };
  say(line.guest ? t("{guest} added {count} × {name}.", values) : t("Somebody added {count} × {name}.", values));
}

/** Somebody at the table has sent the cart; whose own phone it was has been told by the answer. */
function somebodySent({ lines, guest, batch }) {
  if (kept().send || sentHere.has(batch)) return;
  const count = lines.length;
  const text = guest
    ? n("{guest} has sent the cart: {count} item.", "{guest} has sent the cart: {count} items.", count, { guest })
    : n("The cart was sent: {count} item.", "The cart was sent: {count} items.", count);
  toast(text, { kind: "good" });
}

const sentHere = new Set();

/** This phone has sent this batch: its event is no news to it. */
export function sentFromHere(batch) {
  sentHere.add(batch);
}
