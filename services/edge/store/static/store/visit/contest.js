/** Says that a receipt is wrong: what was really taken, and what happened. What was typed survives a failure. */

import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { focusHeading } from "../../pages/focus.js";
import { money, units } from "../../pages/money.js";
import { stepper } from "../../pages/stepper.js";
import { recall, remember } from "../../pages/storage.js";
import { t } from "../../pages/texts.js";
import { contestPath, write } from "./calls.js";
import { renew } from "./follow.js";
import { billedOf } from "./stages.js";
import { takeVisit } from "./taking.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {{message: string, taken: Record<string, number>, key: string}} Draft `taken` by the product's id */

const LONGEST = 500; // characters

/** @param {string} id */
const place = (id) => `aisle.store.contest.${id}`;

/** @param {string} id @returns {Draft} */
function draftOf(id) {
  try {
    const kept = JSON.parse(recall(place(id), "sessionStorage") ?? "null");
    if (kept) return kept;
  } catch {
    // Not ours.
  }
  return { message: "", taken: {}, key: newKey() };
}

/** Opens the dialog. @param {Visit} visit */
export function contest(visit) {
  const { id, receipt } = visit;
  if (!receipt) return;
  const draft = draftOf(id);
  const keep = () => {
    draft.key = newKey(); // other words are another letter
    remember(place(id), JSON.stringify(draft), "sessionStorage");
  };
  const billed = billedOf(receipt.lines);
  const message = messageField(draft, keep);
  const problem = h("p", { class: "banner", role: "alert", hidden: true, dataset: { state: "bad" } });
  const tell = (/** @type {string} */ words) => {
    problem.hidden = !words;
    problem.textContent = words;
    if (words) problem.scrollIntoView({ block: "nearest" });
  };
  let isSent = false;
  const send = async () => {
    tell("");
    if (!draft.message.trim()) {
      tell(t("Write what happened first."));
      message.control.focus();
      return false;
    }
    try {
      takeVisit(await insist(contestPath(id), bodyOf(draft, billed), { key: draft.key, send: write, ...once() }));
      renew(id).catch(() => {}); // the answer may have been overtaken
      remember(place(id), null, "sessionStorage");
      isSent = true;
      return true;
    } catch (error) {
      tell(`${explain(error)} ${t("What you wrote is kept.")}`);
      return false;
    }
  };
  open({
    title: t("What is wrong?"),
    body: h("div", { class: "stack" }, linesOf(receipt.lines, billed, draft, keep), message.node, problem),
    actions: [{ label: t("Cancel"), kind: "quiet" }, { label: t("Send"), kind: "primary", run: send }],
    onClose: () => isSent && focusHeading(), // what has opened it is gone
  });
}

/** Without an answer it is said at once; sending again sends the same letter. */
function once() {
  const stop = new AbortController();
  return { signal: stop.signal, onTrouble: (/** @type {number} */ _, /** @type {unknown} */ why) => stop.abort(why) };
}

/** The lines go along when one of them is said to be wrong. @param {Draft} draft
 * @param {ReturnType<typeof billedOf>} billed */
function bodyOf({ message, taken }, billed) {
  const lines = [...billed].map(([id, { quantity }]) => ({ product_id: id, quantity: takenOf(taken, id, quantity) }));
  const isOther = lines.some(({ product_id: id, quantity }) => billed.get(id)?.quantity !== quantity);
  return { message: message.trim(), ...(isOther && { lines }) };
}

/** Never above what is billed. @param {Draft["taken"]} taken @param {number} id @param {number} quantity */
const takenOf = (taken, id, quantity) => Math.min(quantity, taken[id] ?? quantity);

/** How many of each were really taken.
 * @param {import("./calls.js").Line[]} lines @param {ReturnType<typeof billedOf>} billed
 * @param {Draft} draft @param {() => void} keep */
function linesOf(lines, billed, draft, keep) {
  const prices = new Map(lines.map(({ product_id: id, unit_price: price }) => [id, price]));
  const rows = [...billed].map(([id, { name, quantity }]) => {
    const change = (/** @type {number} */ next) => {
      draft.taken[id] = next;
      keep();
    };
    const { node } = stepper({ name, quantity: takenOf(draft.taken, id, quantity), change, least: 0, most: quantity });
    return h("li", {}, h("span", { class: "grow" }, h("bdi", {}, name), h("br"),
      h("span", { class: "soft small" },
        t("{count} billed, {price} each", { count: quantity, price: money(units(prices.get(id))) }))), node);
  });
  return h("fieldset", { class: "taken" },
    h("legend", {}, t("How many have you really taken?")), h("ul", {}, rows));
}

/** @param {Draft} draft @param {() => void} keep */
function messageField(draft, keep) {
  const input = () => {
    draft.message = control.value;
    keep();
  };
  const control = h("textarea", {
    id: "contest-message", maxlength: LONGEST, rows: 4, dir: "auto", required: true, value: draft.message,
    on: { input },
  });
  const label = h("label", { for: "contest-message" }, t("What happened?"));
  return { control, node: h("div", { class: "field" }, label, control) };
}
