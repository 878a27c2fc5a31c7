/**
 * What staff press: it is sent, with one key, again and again until it is answered, so that a bad network neither loses
 * nor doubles it. Meanwhile it is in the state, and pressing it again does nothing.
 */

import { Unreachable, insist, newKey } from "./api.js";
import { toast } from "./dom.js";
import { t } from "./texts.js";
import { html, nothing } from "./view.js";

/** @typedef {import("./api.js").Options} Options */

/** @typedef {{acts: Map<string, string>}} Acts what was pressed and is not answered yet, by name; the value is what is
 *  in the way, "" for nothing */

/**
 * @template {{path: string, body: object}} Act
 * @param {{state: Acts, set: (some: Acts) => void}} page its store
 * @param {{attempt: (act: Act, options: Options) => Promise<any>, explain: (error: unknown) => string}} means `attempt`
 *   sends one once, `explain` has the page's words for what is refused
 */
export function makeActs(page, { attempt, explain }) {
  /**
   * Sends one until there is an answer; throws what is refused.
   * @param {Act} act
   * @param {(words: string) => void} onTrouble told what is in the way, after each failed attempt
   * @param {AbortSignal} [signal] gives it up
   * @returns {Promise<any>}
   */
  const send = (act, onTrouble, signal) => insist(act.path, act.body, {
    key: newKey(), signal, send: (_, __, options = {}) => attempt(act, options),
    onTrouble: (_, problem) => onTrouble(inTheWay(problem)),
  });

  /** @param {string} name @param {string} trouble */
  const put = (name, trouble) => page.set({ acts: new Map(page.state.acts).set(name, trouble) });

  /**
   * Does something for good; what is refused is told.
   * @param {string} name of what is done: one at a time has it
   * @param {Act} act
   * @param {(answer: any) => void} done called when it is done
   * @param {(error: unknown) => void} [refused]
   */
  const perform = async (name, act, done, refused = (error) => void toast(explain(error), { kind: "bad" })) => {
    if (page.state.acts.has(name)) return;
    put(name, "");
    try {
      done(await send(act, (words) => put(name, words)));
    } catch (error) {
      refused(error);
    } finally {
      const acts = new Map(page.state.acts);
      acts.delete(name);
      page.set({ acts });
    }
  };

  return { send, perform };
}

/** Why something that is sent again and again has no answer yet. @param {unknown} problem */
export function inTheWay(problem) {
  if (problem instanceof Unreachable && problem.reason === "unreachable") return t("No connection.");
  return problem instanceof Unreachable ? t("A part of the system does not answer just now.") : t("Too many requests.");
}

/** That something is on its way, and what is in its way. @param {Acts} state @param {string} name */
export function onItsWay({ acts }, name) {
  const trouble = acts.get(name);
  if (trouble === undefined) return nothing;
  return html`<p class="hint" role="status">${
    trouble ? t("{trouble} It is sent as soon as it can be.", { trouble }) : t("On its way…")}</p>`;
}
