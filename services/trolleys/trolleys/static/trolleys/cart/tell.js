/** Says what became of something that was scanned: a line of words, a sound, a vibration. */

import { say } from "../../pages/dom.js";
import { isolated, t } from "../../pages/texts.js";
import { refused as soundRefused, taken as soundTaken } from "./feedback.js";
import { cart, isPaying } from "./state.js";
import { approvalWords, cartWords } from "./words.js";

/** @typedef {import("./state.js").Told} Told */

let count = 0;
/** @type {Map<number, number>} the quantity of which was told last, by line */
const toldOf = new Map();

/** @param {Told["kind"]} kind @param {string} words @returns {Told} */
function show(kind, words) {
  count += 1;
  const told = { kind, words, count };
  cart.set({ told, isDeclined: false, ...(isPaying() ? {} : { payment: null }) }); // what has failed was read by now
  if (!cart.state.isFilmed) say(words, { urgent: kind === "bad" });
  return told;
}

export const tell = {
  /** Once, whether the answer or the stream says it first. @param {import("./calls.js").Line} line */
  added({ id, quantity, product }) {
    if (toldOf.get(id) === quantity && cart.state.told) return cart.state.told;
    toldOf.set(id, quantity);
    soundTaken();
    return show("good", quantity > 1 ? t("{name}: now {count}", { name: product.name, count: quantity })
      : t("{name} is in the cart", { name: product.name }));
  },

  /** What was told last is over. */
  nothing() {
    if (cart.state.told) cart.set({ told: null });
  },

  /** The staff have looked at an age. @param {import("./calls.js").Line} line */
  decided({ approval, product }) {
    const isGood = approval === "approved";
    if (isGood) soundTaken();
    else soundRefused();
    show(isGood ? "good" : "bad", `${isolated(product.name)}: ${approvalWords(approval)}`);
  },

  /** @param {import("./kept.js").Job} job @param {import("../../pages/api.js").Refused} problem */
  refused({ name }, problem) {
    soundRefused();
    return show("bad", `${isolated(name)}: ${cartWords(problem)}`);
  },
};
