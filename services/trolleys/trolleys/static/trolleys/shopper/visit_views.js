/** What is shown while there is a visit: loaded before one begins, so that the page itself is there at once. */

import { plainButton } from "../../pages/buttons.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { closeInTime } from "../cart/camera.js";
import { cartView, sumView } from "../cart/cart_view.js";
import { jobs } from "../cart/kept.js";
import { issuesView, payButtons, payView } from "../cart/pay_view.js";
import { receiptView } from "../cart/receipt_view.js";
import { sums } from "../cart/state.js";
import { checkView } from "./check_view.js";
import { helpView } from "./help.js";
import { overView } from "./over_view.js";
import { placeTextView } from "./place_view.js";
import { isShopping, page } from "./state.js";
import { again, leave } from "./visit.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {"receipt"|"over"|"paying"|"check"|"cart"} Name */

/** @type {Record<Name, (state: State) => import("../../pages/view.js").Part>} */
export const VIEWS = {
  receipt: ({ placeName }) => receiptView(placeName, plainButton(t("Start a new visit"), again)),
  over: overView,
  paying: payView,
  check: checkView,
  cart: shoppingView,
};

/** @param {State} state */
function shoppingView(state) {
  const isEmpty = !sums().count && !jobs().length;
  return html`${placeTextView(state)}${endingView(state)}${helpView(state)}${issuesView()}
    ${isEmpty && !state.isOnline ? html`<p class="note">${
      t("The trolley's own scanner does not answer just now. You can scan with this phone.")}</p>` : nothing}
    ${cartView()}
    ${isEmpty ? nothing : html`<p>${plainButton(t("Give the trolley back"), leave, "quiet")}</p>`}`;
}

/** Only when the end is near. @param {State} state */
function endingView({ endsIn }) {
  if (!endsIn) return nothing;
  return html`<p class="banner" data-state="warn" role="timer">${symbol("clock")}${
    t("Are you still there? The trolley is locked in {count} s.", { count: endsIn })}</p>`;
}

/** The sum, and what is next. @param {State} state */
export function footView({ trolley }) {
  if (!isShopping()) return nothing;
  return html`<div class="bar">${sumView()}${sums().count || jobs().length
    ? payButtons({ cash: trolley?.cash === true })
    : plainButton(t("Give the trolley back"), leave, "quiet")}</div>`;
}

page.watch(closeInTime);
