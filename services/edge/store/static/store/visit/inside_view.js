/** In the store: what is in the cart, as the racks tell it, and the code for the exit. */

import { plainButton } from "../../pages/buttons.js";
import { money, units } from "../../pages/money.js";
import { clock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { codeView } from "./code_view.js";
import { keyOf } from "./stages.js";
import { openVisit, page } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Line} Line */
/** @typedef {import("./stages.js").Change} Change */

/** @param {State} state */
export function insideView(state) {
  const visit = openVisit();
  if (!visit) return nothing;
  return html`<div class="inside" data-leaving=${String(state.isLeaving)}>
    ${state.isLeaving ? exitView(state) : nothing}
    <section class="stack cart">
      <h2 tabindex="-1">${t("In your cart")}</h2>
      ${visit.billable ? nothing : html`<p class="banner">${symbol("info")}<span>${
        t("You are here to work: nothing is billed.")}</span></p>`}
      ${linesView(state, visit.cart.lines)}
      <p class="soft small">${t("Inside since {time}.", { time: clock(visit.entered_at) })} ${
        t("Where several people take things at a time, some may come to your receipt only.")}</p>
    </section>
  </div>`;
}

/** What is in the cart, and for a moment what was. @param {State} state @param {Line[]} lines */
function linesView({ marks }, lines) {
  const here = new Set(lines.map(keyOf));
  const gone = [...marks.values()].filter(({ key, kind }) => kind === "gone" && !here.has(key));
  if (!lines.length && !gone.length) {
    return html`<div class="nothing">${symbol("cart")}<p>${
      t("Take what you like. It appears here by itself, and goes when you put it back.")}</p></div>`;
  }
  const shown = [...lines.map((line) => ({ key: keyOf(line), line })), ...gone];
  return html`<ul class="lines" aria-label=${t("In your cart")}>${
    repeat(shown, ({ key }) => key, ({ key, line }) => lineView(line, marks.get(key)))}</ul>`;
}

/** @type {Record<Change["kind"], () => [sign: string, words: string]>} */
const MARKS = {
  come: () => ["plus", t("New")],
  more: () => ["plus", t("More")],
  less: () => ["minus", t("Put back")],
  gone: () => ["minus", t("Put back")],
};

/** @param {Line} line @param {Change|undefined} change that has just happened */
function lineView({ name, quantity, unit_price: price, total }, change) {
  const [sign, words] = change ? MARKS[change.kind]() : ["", ""];
  const isGone = change?.kind === "gone";
  return html`<li class="line" data-mark=${change?.kind ?? nothing}>
    <div class="line-head"><strong class="name" dir="auto">${isGone ? html`<del>${name}</del>` : name}</strong>
      <span class="money">${isGone ? nothing : money(units(total))}</span></div>
    <p class="row soft small"><span class="grow">${isGone ? nothing : t("{count} × {price}",
      { count: quantity, price: money(units(price)) })}</span>
      ${change ? html`<span class="badge">${symbol(sign)}${words}</span>` : nothing}</p>
  </li>`;
}

/** @param {State} state */
function exitView(state) {
  return html`<section class="card stack exit" aria-labelledby="exit-code">
    <h2 tabindex="-1" id="exit-code">${t("Your code for the exit")}</h2>
    ${codeView(state, t("Your code for the exit"))}
    <p>${t("Hold it in front of the scanner at the exit. It works at all times.")}</p>
  </section>`;
}

/** Shows the code for the exit, or hides it. */
function turn() {
  page.set({ isLeaving: !page.state.isLeaving });
  page.flush();
  const heading = document.querySelector(page.state.isLeaving ? ".exit h2" : ".cart h2");
  /** @type {HTMLElement|null} */ (heading)?.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

/** The sum, and the way out: at the lower end. */
export function insideFoot() {
  const visit = openVisit();
  if (!visit) return nothing;
  const { lines, total } = visit.cart;
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const { isLeaving } = page.state;
  return html`<div class="bar">
    <p class="sum"><span>${n("{count} thing", "{count} things", count)}</span>
      <strong class="money">${money(units(total))}</strong></p>
    ${isLeaving ? plainButton(t("Hide the code"), turn, "large")
      : plainButton(html`${symbol("qr")}${t("Leave")}`, turn, "primary large")}
  </div>`;
}

/** On other views: somebody is inside. */
export function elsewhereFoot() {
  const visit = openVisit();
  if (!visit) return nothing;
  return html`<div class="bar"><p class="sum"><span>${t("You are in the store")}</span>
    <strong class="money">${money(units(visit.cart.total))}</strong></p>
    <a class="button primary large" href="#">${t("To the cart")}</a></div>`;
}
