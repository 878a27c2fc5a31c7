/** The shopper's page of a trolley: puts its parts together. */

import { h } from "../../pages/dom.js";
import { plainButton } from "../../pages/fields.js";
import { statusBar } from "../../pages/status.js";
import { setLanguage } from "../../pages/storage.js";
import { language, languages, t } from "../../pages/texts.js";
import { html, mount, nothing, selection, symbol, waiting } from "../../pages/view.js";
import { cartView, sumView } from "../cart/cart_view.js";
import { jobs } from "../cart/kept.js";
import { pay } from "../cart/pay.js";
import { issuesView, payView } from "../cart/pay_view.js";
import { receiptView } from "../cart/receipt_view.js";
import { cart, isPaying, sums } from "../cart/state.js";
import { checkView } from "./check_view.js";
import { helpButton } from "./help.js";
import { entryView, failedView, overView, startView } from "./start_view.js";
import { isChecked, isShopping, page } from "./state.js";
import { again, begin, leave } from "./visit.js";

/** @typedef {import("./state.js").State} State */

const status = h("p");
/** @type {State["link"]|null} */
let shownLink = null;

/** @param {State} state */
function headView({ trolleyId, placeName, stage, link, session }) {
  if (link !== shownLink && stage === "visit") {
    shownLink = link;
    statusBar(status, link, { hint: t("What you scan is kept on this phone.") });
  }
  const options = languages.map(({ tag, name }) => ({ value: tag, text: name, lang: tag }));
  return html`<header class="top">
    <div class="grow"><h1>${trolleyId || t("Your trolley")}</h1><p class="soft" dir="auto">${placeName}</p></div>
    ${stage === "visit" && session?.state === "active" ? helpButton(session) : nothing}
    <span class="language">${symbol("globe")}${
      selection({ label: t("Language"), options, value: language, choose: setLanguage })}</span>
    ${stage === "visit" ? status : nothing}
  </header>`;
}

/** @param {State} state */
function bodyView(state) {
  const { stage, session } = state;
  if (stage === "waiting") return waiting(t("One moment…"));
  if (stage === "entry") return entryView();
  if (stage === "failed") return failedView(state);
  if (stage === "start") return startView(state);
  if (session?.ended_by === "payment") return receiptView(state.placeName, plainButton(t("Start a new visit"), again));
  if (session?.state !== "active") return overView(state);
  if (isPaying()) return payView();
  if (isChecked(state)) return checkView(state);
  return html`${endingView(state)}${issuesView()}${cartView()}`;
}

/** Only when the end is near. @param {State} state */
function endingView({ endsIn }) {
  if (!endsIn) return nothing;
  return html`<p class="banner" data-state="warn" role="timer">${symbol("clock")}${
    t("Are you still there? The trolley is locked in {count} s.", { count: endsIn })}</p>`;
}

/** The sum, and what is next. @param {State} state */
function footView(state) {
  if (state.stage !== "visit" || !isShopping()) return nothing;
  const { count } = sums();
  const waits = cart.state.busy || jobs().length > 0;
  return html`<div class="bar">${sumView()}${count || jobs().length
    ? html`<button type="button" class="button primary large" aria-disabled=${String(waits)} @click=${() => pay()}>${
      cart.state.busy ? t("One moment…") : t("Pay")}</button>`
    : html`<button type="button" class="button quiet" @click=${leave}>${t("Give the trolley back")}</button>`}
  </div>`;
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => html`${headView(state)}<div class="page stack">${bodyView(state)}</div>${footView(state)}`, main);
begin();
