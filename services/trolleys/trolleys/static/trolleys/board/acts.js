/**
 * What staff press: it is sent, with one key, again and again until it is answered, so that a bad network neither loses
 * nor doubles it. Meanwhile it is in the state, and pressing it again does nothing.
 */

import { insist, newKey } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { html, nothing } from "../../pages/view.js";
import { t } from "../../pages/texts.js";
import { post } from "./calls.js";
import { page } from "./state.js";
import { explain, inTheWay } from "./words.js";

/** @typedef {import("./state.js").State} State */

/**
 * Sends one until there is an answer; throws what is refused.
 * @param {import("./calls.js").Act} act
 * @param {(words: string) => void} onTrouble told what is in the way, after each failed attempt
 * @param {AbortSignal} [signal] gives it up
 * @returns {Promise<any>}
 */
export const send = ({ path, body }, onTrouble, signal) => insist(path, body, {
  key: newKey(), send: post, signal, onTrouble: (_, problem) => onTrouble(inTheWay(problem)),
});

/**
 * Does something for good; what is refused is told.
 * @param {string} name of what is done: one at a time has it
 * @param {import("./calls.js").Act} act
 * @param {() => void} done called when it is done
 */
export async function perform(name, act, done) {
  if (page.state.acts.has(name)) return;
  put(name, "");
  try {
    await send(act, (words) => put(name, words));
    done();
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  } finally {
    const acts = new Map(page.state.acts);
    acts.delete(name);
    page.set({ acts });
  }
}

/** @param {string} name @param {string} trouble */
const put = (name, trouble) => page.set({ acts: new Map(page.state.acts).set(name, trouble) });

/** That something is on its way, and what is in its way. @param {State} state @param {string} name */
export function onItsWay({ acts }, name) {
  const trouble = acts.get(name);
  if (trouble === undefined) return nothing;
  return html`<p class="hint" role="status">${
    trouble ? t("{trouble} It is sent as soon as it can be.", { trouble }) : t("On its way…")}</p>`;
}
