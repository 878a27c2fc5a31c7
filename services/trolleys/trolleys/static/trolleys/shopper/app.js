/** The shopper's page of a trolley: puts its parts together. */

import { settle as settleClock } from "../../pages/ages.js";
import { followViews } from "../../pages/focus.js";
import { onSignedIn, onSignedOut } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html, mount, nothing, waiting } from "../../pages/view.js";
import { isPaying } from "../cart/state.js";
import { headView } from "./head_view.js";
import { failedView, entryView, startView } from "./start_view.js";
import { isChecked, page } from "./state.js";
import { begin } from "./visit.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {"entry"|"failed"|"start"|import("./visit_views.js").Name|""} Name "" while none is shown */

const SECOND_MS = 1000;

/** Which of the page's views is shown. @returns {Name} */
function viewName() {
  const { stage, session } = page.state;
  if (stage === "waiting") return "";
  if (stage !== "visit") return stage;
  if (session?.ended_by === "payment") return "receipt";
  if (session?.state !== "active") return "over";
  if (isPaying()) return "paying";
  return isChecked(page.state) ? "check" : "cart";
}

/** @type {Record<string, (state: State) => import("../../pages/view.js").Part>} */
const VIEWS = { "": () => waiting(t("One moment…")), entry: entryView, failed: failedView, start: startView };

/** @param {State} state */
function wholeView(state) {
  const { stage, views } = state;
  const name = viewName();
  const view = VIEWS[name] ?? views?.VIEWS[/** @type {import("./visit_views.js").Name} */ (name)] ?? VIEWS[""];
  return html`${headView(state)}<div class="page stack">${view(state)}</div>${
    stage === "visit" && views ? views.footView(state) : nothing}`;
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, wholeView, main);
followViews(page, viewName);
/** Who is signed in takes the trolley: a visit goes on as whoever began it. */
const lookAgain = () => page.state.stage === "start" && begin();
onSignedOut(lookAgain);
onSignedIn(lookAgain);
settleClock();
setInterval(() => isChecked(page.state) && page.changed(), SECOND_MS); // it shows how long it takes
begin();
