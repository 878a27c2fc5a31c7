/** Says what became of something that was scanned: a line of words, a sound, a vibration. */

import { say } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { refused as soundRefused, taken as soundTaken } from "./feedback.js";
import { cart } from "./state.js";
import { cartWords } from "./words.js";

/** @typedef {import("./state.js").Told} Told */

let count = 0;
/** @type {Map<number, number>} the quantity of which was told last, by line */
const toldOf = new Map();

/** @param {Told["kind"]} kind @param {string} words */
function show(kind, words) {
  count += 1;
  cart.set({ told: { kind, words, count } });
  say(words, { urgent: kind === "bad" });
}

export const tell = {
  /** Once, whether the answer or the stream says it first. @param {import("./calls.js").Line} line */
  added({ id, quantity, product }) {
    if (toldOf.get(id) === quantity) return;
    toldOf.set(id, quantity);
    soundTaken();
    show("good", quantity > 1 ? t("{name}: now {count}", { name: product.name, count: quantity })
      : t("{name} is in the cart", { name: product.name }));
  },

  /** What was told last is over. */
  nothing() {
    if (cart.state.told) cart.set({ told: null });
  },

  /** @param {import("./kept.js").Job} job @param {import("../../pages/api.js").Refused} problem */
  refused({ name }, problem) {
    soundRefused();
    show("bad", `${name}: ${cartWords(problem)}`);
  },
};
