/** The shopper's page of a trolley: puts its parts together. */

import { settle as settleClock } from "../../pages/ages.js";
import { onSignedIn, onSignedOut } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html, mount, nothing, symbol, waiting } from "../../pages/view.js";
import { plainButton } from "../cart/buttons.js";
import { closeInTime } from "../cart/camera.js";
import { cartView, sumView } from "../cart/cart_view.js";
import { followViews } from "../cart/focus.js";
import { jobs } from "../cart/kept.js";
import { issuesView, payButtons, payView } from "../cart/pay_view.js";
import { receiptView } from "../cart/receipt_view.js";
import { isPaying, sums } from "../cart/state.js";
import { checkView } from "./check_view.js";
import { headView } from "./head_view.js";
import { helpView } from "./help.js";
import { placeTextView } from "./place_view.js";
import { failedView, entryView, startView } from "./start_view.js";
import { isChecked, isShopping, page } from "./state.js";
import { overView } from "./over_view.js";
import { again, begin, leave } from "./visit.js";

/** @typedef {import("./state.js").State} State */

const SECOND_MS = 1000;

/** @typedef {"entry"|"failed"|"start"|"receipt"|"over"|"paying"|"check"|"cart"|""} View "" while none is shown */

/** Which of the page's views is shown. @returns {View} */
function viewName() {
  const { stage, session } = page.state;
  if (stage === "waiting") return "";
  if (stage !== "visit") return stage;
  if (session?.ended_by === "payment") return "receipt";
  if (session?.state !== "active") return "over";
  if (isPaying()) return "paying";
  return isChecked(page.state) ? "check" : "cart";
}

/** @type {Record<View, (state: State) => import("../../pages/view.js").Part>} */
const VIEWS = {
  "": () => waiting(t("One moment…")),
  entry: entryView,
  failed: failedView,
  start: startView,
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
function footView({ stage, trolley }) {
  if (stage !== "visit" || !isShopping()) return nothing;
  return html`<div class="bar">${sumView()}${sums().count || jobs().length
    ? payButtons({ cash: trolley?.cash === true })
    : plainButton(t("Give the trolley back"), leave, "quiet")}</div>`;
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => html`${headView(state)}<div class="page stack">${VIEWS[viewName()](state)}</div>${
  footView(state)}`, main);
followViews(page, viewName);
page.watch(closeInTime);
/** Who is signed in takes the trolley: a visit goes on as whoever began it. */
const lookAgain = () => page.state.stage === "start" && begin();
onSignedOut(lookAgain);
onSignedIn(lookAgain);
settleClock();
setInterval(() => isChecked(page.state) && page.changed(), SECOND_MS); // it shows how long it takes
begin();
