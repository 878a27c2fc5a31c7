/** How a machine stands, in words with a sign. */

import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { address } from "./routes.js";
import { ageAt } from "./state.js";
import { STANDINGS, ageWords } from "./words.js";

/** @typedef {import("./calls.js").Standing} Standing */

/** @param {{status: Standing, flags?: string[]}} machine */
export function badgeView({ status, flags = [] }) {
  const { words, look, sign } = STANDINGS[status];
  return html`<span class="badge" data-state=${look}>${symbol(sign)}${words()}</span>${flags.includes("fault")
    ? html` <span class="badge" data-state="bad">${symbol("warn")}${t("A scale shows nonsense")}</span>` : nothing}`;
}

/** When it was heard last. @param {import("./state.js").State} state @param {{last_seen: string|null}} machine */
export const heardView = (state, { last_seen: at }) =>
  (at ? html`<time datetime=${at}>${t("heard {span} ago", { span: ageWords(ageAt(state, at)) })}</time>`
    : t("never heard"));

/** A way back to the list. @param {string} part @param {string} words */
export const backView = (part, words) =>
  html`<a class="back" href=${address(part)}>${symbol("back")}${words}</a>`;
