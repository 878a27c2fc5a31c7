// What one person does to the shared cart: add, change, remove. Each is shown at once; what the server answers no to is
// taken back, told, and offered again as things stand now.
import { money } from "../../pages/money.js";
import { priceWith, wayOf } from "../../pages/options.js";
import { t } from "../../pages/texts.js";
import { calledOf, jobCalled } from "./called.js";
import { priceOf, rows } from "./cart.js";
import { loadMenu, refresh } from "./loading.js";
import { notice } from "./notice.js";
import { add, lessOf, remove, step } from "./outbox.js";
import { answeredLine, answeredRemoval, page, seeLeft, seeProducts, table } from "./state.js";
import { wordOnce } from "./word.js";
import { itemRefusal, leftText, refusalWord, whoIs } from "./words.js";
import { go } from "./views.js";

export const unsaved = new Map(); // line id → a note that was typed and refused

/** Put a dish into the cart; a table that has a word asks for it first. */
export async function addDish(product, quantity, note, options) {
  const item = { ...product, price: priceWith(product, options ?? []), options };
  if (await wordOnce()) add(item, quantity, note);
}

/** One less of what this phone has chosen of a dish: what has no note first, and the last one of that. */
export function takeOne({ id }) {
  const own = rows().filter((row) => row.mine && !row.leaving && row.product_id === id);
  const row = own.findLast(({ note }) => !note) ?? own.at(-1);
  if (!row) return undefined;
  if (row.waiting) return lessOf(row.key);
  return row.quantity > 1 ? step(row, -1) : remove(row, row.quantity);
}

/** A line is gone because this phone has removed it: it can be put back. */
export function tellRemoval({ line, name, product_id: id, price, options, note, owner, expected }) {
  const run = () => add({ id, name, price, options }, expected, note, owner);
  const action = id && { label: t("Undo"), run };
  notice("cart", t("{name} was removed.", { name: calledOf({ product_id: id, name }) }), { ...(action && { action }) });
  unsaved.delete(line);
}

/** What this phone wanted was refused: say why, and offer it as things stand now. */
export function tellRefusal(job, reason, details) {
  if (reason === "line_not_found") answeredRemoval(job.line);
  if (reason === "word_needed") return askForWord(job);
  if (reason === "product_changed") return tellNewPrice(job, details ?? []);
  if (reason === "sold_out") return tellLeft(job, details ?? []);
  if (reason === "line_changed" && details?.[0]) return tellNewLine(job, details[0]);
  if (job.options && job.kind === "change") return tellUnchanged(job, refusalWord(reason));
  const text = job.kind === "add" ? itemRefusal(jobCalled(job), reason) : refusalWord(reason);
  return notice("refused", text, { kind: "bad", lasting: job.kind === "add" });
}

/** The table has got a word since this page was loaded. */
async function askForWord(job) {
  page.set({ session: { ...table.session, asks_word: true } });
  if ((await wordOnce()) && job.kind === "add") add(job, job.quantity, job.note, job.guest);
}

/** Something else could not be chosen with a line: it is as it was. */
function tellUnchanged(job, why) {
  const { line } = job;
  const action = { label: t("Look at it"), run: () => go(`line-${line}`) };
  const text = `${t("{name} was not changed.", { name: jobCalled(job) })} ${why}`;
  notice("refused", text, { kind: "bad", lasting: true, action });
}

function tellNewPrice(job, details) {
  seeProducts(details);
  if (job.kind === "change") return tellUnchanged(job, howChanged({ ...(details[0] ?? job), was: job }));
  const way = wayOf({ ...job, product_id: job.id });
  const now = details.find((one) => wayOf(one) === way) ?? details[0] ?? job;
  const text = `${t("{name} was not added.", { name: jobCalled(job) })} ${howChanged({ ...now, was: job })}`;
  const label = now.price === null ? t("Add it") : t("Add at {price}", { price: money(priceOf(now)) });
  const again = { id: job.id, name: now.name, price: now.price, options: job.options };
  const run = () => add(again, job.quantity, job.note, job.guest);
  return notice("refused", text, { kind: "bad", lasting: true, action: { label, run } });
}

/** There are fewer than were asked for: offer those. */
function tellLeft(job, details) {
  seeLeft(details);
  if (job.kind === "change") return tellUnchanged(job, refusalWord("sold_out"));
  const count = details.find((one) => one.product_id === job.id)?.available ?? 0;
  const shown = { kind: "bad", lasting: true };
  const name = jobCalled(job);
  if (count === 0) return notice("refused", t("{name} is sold out and was not added.", { name }), shown);
  const text = `${t("{name} was not added.", { name })} ${leftText(count)}.`;
  const run = () => add(job, count, job.note, job.guest);
  return notice("refused", text, { ...shown, action: { label: t("Take {count}", { count }), run } });
}

/** In words how a product differs from `was`. */
export function howChanged({ name, price, was }) {
  const words = [];
  if (was.name !== name) words.push(t("“{was}” is “{name}” now.", { was: was.name, name }));
  if (was.price === price) return words.join(" ");
  const values = { was: was.price === null ? "–" : money(priceOf(was)), price: money(priceOf({ price })) };
  words.push(price === null ? t("It has no fixed price now.") : t("It costs {price} now, not {was}.", values));
  return words.join(" ");
}

function tellNewLine(job, line) {
  answeredLine(line);
  const { quantity } = line;
  const name = calledOf(line);
  const by = line.changed_by ? t("Changed by {guest}.", { guest: whoIs(line.changed_by) }) : "";
  if (job.kind === "remove") {
    const text = t("{name} was not removed: there are {count} now.", { name, count: quantity });
    const action = { label: t("Remove all {count}", { count: quantity }), run: () => remove(line, quantity) };
    return notice("refused", `${text} ${by}`, { kind: "bad", lasting: true, action });
  }
  if (job.note !== undefined) unsaved.set(line.id, job.note);
  const text = job.note === undefined
    ? t("{name} was not changed: something else is chosen with it by now.", { name })
    : t("The note for {name} was not saved: it has been changed meanwhile.", { name });
  const action = { label: t("Look at it"), run: () => go(`line-${line.id}`) };
  return notice("refused", text, { kind: "bad", lasting: true, action });
}

export const OF_THE_MENU = [
  "product_unavailable", "product_not_found", "product_changed", "sold_out", "option_unavailable", "choice_needed",
];

/** After a refusal: see what the page did not know, so that it can say what to do. */
export const lookAgain = (reason) => (OF_THE_MENU.includes(reason) ? loadMenu() : refresh());
