/** One's own cart, without a trolley: puts its parts together. */

import { plainButton } from "../../pages/buttons.js";
import { followViews } from "../../pages/focus.js";
import { languageView } from "../../pages/language.js";
import { onSignedIn, onSignedOut, signOut, who } from "../../pages/login.js";
import { makeSignIn, signInView } from "../../pages/signin.js";
import { n, t } from "../../pages/texts.js";
import { html, mount, nothing, trouble, waiting } from "../../pages/view.js";
import { closeInTime } from "../cart/camera.js";
import { cartView, sumView } from "../cart/cart_view.js";
import { forgetOld, jobs } from "../cart/kept.js";
import { belongsTo } from "../cart/owner.js";
import { issuesView, payButtons, payView } from "../cart/pay_view.js";
import { receiptView } from "../cart/receipt_view.js";
import { cart, isPaying, sums } from "../cart/state.js";
import { explain } from "../cart/words.js";
import { done, load } from "./loading.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").State} State */

async function start() {
  const person = who();
  page.set({ person, error: null });
  if (!person) return page.set({ stage: "entry", signIn: makeSignIn(page.changed, start) });
  belongsTo({
    name: `user-${person.userId}`, claim: {}, signed: true, isOpen: () => page.state.stage === "cart" && !isPaying(),
    place: () => null, onCheck: () => {}, onExpired: () => {},
  });
  forgetOld();
  page.set({ stage: "waiting" });
  try {
    await load();
    return page.set({ stage: "cart" });
  } catch (error) {
    return page.set({ stage: "failed", error });
  }
}

/** @param {State} state */
function headView({ person, stage }) {
  const { count } = sums();
  return html`<header class="top">
    <div class="grow"><h1>${t("Your cart")} ${stage === "cart" && count
      ? html`<span class="count" aria-label=${n("{count} thing", "{count} things", count)}>${count}</span>`
      : nothing}</h1>
      <p class="soft"><bdi>${person?.username ?? ""}</bdi></p></div>
    ${languageView()}
    ${person ? plainButton(t("Sign out"), () => signOut(), "quiet") : nothing}
  </header>`;
}

/** @param {State} state */
function bodyView({ stage, signIn, error }) {
  if (stage === "entry" && signIn) {
    return html`<div class="card stack"><h2 tabindex="-1">${t("Sign in")}</h2>${signInView(signIn)}</div>`;
  }
  if (stage === "failed") return trouble(explain(error), html`<p>${plainButton(t("Try again"), start)}</p>`);
  if (stage !== "cart") return waiting(t("One moment…"));
  if (cart.state.receipt) return receiptView("", plainButton(t("Back to the cart"), done));
  return isPaying() ? payView() : html`${issuesView()}${cartView()}`;
}

/** @param {State} state */
function footView({ stage }) {
  const { count } = sums();
  if (stage !== "cart" || cart.state.receipt || isPaying() || !(count || jobs().length)) return nothing;
  return html`<div class="bar">${sumView()}${payButtons()}</div>`;
}

/** Which view is shown. */
function viewName() {
  const { stage } = page.state;
  if (stage !== "cart") return stage === "waiting" ? "" : stage;
  if (cart.state.receipt) return "receipt";
  return isPaying() ? "paying" : "cart";
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => html`${headView(state)}<div class="page stack">${bodyView(state)}</div>${
  footView(state)}`, main);
followViews(page, viewName);
page.watch(closeInTime);
onSignedOut(start);
onSignedIn(() => page.state.person || start());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && page.state.stage === "cart") load().catch(() => undefined); // what is shown stays
});
start();
