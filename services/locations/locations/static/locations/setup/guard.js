/** What is not saved yet is not lost silently: whoever leaves it is asked first. */

import { confirm } from "../../pages/dialog.js";
import { t } from "../../pages/texts.js";

/** @typedef {() => boolean|string} Check  whether something would be lost, or words about it */

/** @type {Check} */
const clean = () => false;
let dirty = clean;

/**
 * Asks `check` from now on whether something would be lost; it may answer with words about that.
 * @param {Check} check
 */
export function watch(check) {
  dirty = check;
}

/** Nothing is edited any more. */
export function release() {
  dirty = clean;
}

/** Whether something would be lost now. */
export function unsaved() {
  return dirty();
}

/** True when nothing would be lost, or when the person wants to lose it. */
export async function mayLeave() {
  const lost = dirty();
  if (!lost) return true;
  const leave = await confirm({
    title: t("Leave this page?"),
    text: typeof lost === "string" ? lost : t("What you changed here is not saved yet."),
    yes: t("Leave"),
    no: t("Stay here"),
    danger: true,
  });
  if (leave) release();
  return leave;
}

addEventListener("beforeunload", (event) => {
  if (dirty()) event.preventDefault();
});
