/** The page of a visitor of the store: puts its parts together. */

import { settle as settleClock, watchClock } from "../../pages/ages.js";
import { plainButton } from "../../pages/buttons.js";
import { followViews } from "../../pages/focus.js";
import { onSignedIn, onSignedOut, who } from "../../pages/login.js";
import { makeParts } from "../../pages/parts.js";
import { t } from "../../pages/texts.js";
import { html, mount, nothing, trouble, waiting } from "../../pages/view.js";
import { wantCode } from "./code.js";
import { entryView, makeEntry } from "./entry_view.js";
import { awaitEntry, findOpen, followThese, read } from "./follow.js";
import { gateView } from "./gate_view.js";
import { headView } from "./head_view.js";
import { elsewhereFoot, insideFoot, insideView } from "./inside_view.js";
import { readPast } from "./past.js";
import { arrive, findDeposit, findPayment, settle, spend, watchPayments } from "./pay.js";
import { routeOf, stageOf } from "./stages.js";
import { depositAmount, forgetAll, openVisit, page, shownVisit } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */

const { loadPart, partView } = makeParts(page, { over: () => import("./over.js") });

/** Begins for whoever is signed in, and anew when that is somebody else. */
async function start() {
  const person = who();
  forgetAll();
  page.set({ person, error: null });
  if (!person) return page.set({ stage: "entry", entry: makeEntry(start) });
  page.set({ stage: "waiting", entry: null });
  const paid = arrive();
  if (paid !== null) show(paid ? `#visit/${paid}` : "#");
  try {
    await findOpen();
    if (depositAmount()) await findDeposit();
  } catch (error) {
    if (who()?.userId === person.userId) page.set({ stage: "failed", error });
    return undefined;
  }
  if (page.state.person !== person) return undefined;
  page.set({ stage: "ready" });
  readPast(true);
  return settle();
}

/** Goes on at another address, in place of this one. @param {string} hash */
function show(hash) {
  history.replaceState(null, "", location.pathname + hash);
  page.set({ route: routeOf(location.hash), unloaded: "" });
}

let isLoading = false;

/** What is shown after a visit is there before it ends; what has failed is tried again by who needs it. */
async function loadOver() {
  if (isLoading || page.state.parts.over || page.state.unloaded) return;
  isLoading = true;
  await loadPart("over");
  isLoading = false;
}

/** What is shown is read again by whoever has signed in meanwhile, if that is somebody else. */
function restart() {
  if (who()?.userId !== page.state.person?.userId) start();
}

/** Which of the page's views is shown; "" while none is. */
function viewName() {
  const { stage, route, openId } = page.state;
  if (stage !== "ready") return stage === "waiting" ? "" : stage;
  if (route.name === "home") return openId ? "inside" : "gate";
  if (!page.state.parts.over) return "";
  if (route.name === "visits") return "visits";
  const visit = shownVisit();
  return visit ? `visit ${visit.id} ${stageOf(visit)}` : "";
}

/** @param {State} state */
function bodyView(state) {
  if (state.stage === "entry") return entryView(state);
  if (state.stage === "failed") {
    return trouble(explain(state.error), html`<p>${plainButton(t("Try again"), start)}</p>`);
  }
  if (state.stage !== "ready") return waiting(t("One moment…"));
  const { name } = state.route;
  if (name !== "home") return partView("over", ({ VIEWS }) => VIEWS[name](state));
  return state.openId ? insideView(state) : gateView(state);
}

/** @param {State} state */
function footView({ stage, route }) {
  if (stage !== "ready") return nothing;
  return route.name === "home" ? insideFoot() : elsewhereFoot();
}

/** With each change: what the view needs is asked for, and nothing else. */
function goOn() {
  const { stage, route, openId, isLeaving, visits, missing } = page.state;
  const isReady = stage === "ready";
  const isHome = isReady && route.name === "home";
  if (isReady) endVisit();
  if (isReady && (openId || !isHome)) loadOver();
  wantCode(isHome && (!openId || isLeaving));
  followThese(isReady ? [...new Set([openId, route.id])].filter((id) => visits.has(id)) : []);
  if (isReady && route.id && !visits.has(route.id) && !missing.has(route.id)) read(route.id);
  const shown = shownVisit();
  if (isReady && shown && stageOf(shown) === "due") findPayment(shown);
}

/** The gate has let somebody out: what follows is at the visit's own address. */
function endVisit() {
  const visit = openVisit();
  if (!visit) return;
  spend(visit);
  if (!visit.exited_at) return;
  const { route, past } = page.state;
  page.set({ openId: "", isLeaving: false, marks: new Map(), past: [visit.id, ...past] });
  if (route.name === "home") show(`#visit/${visit.id}`);
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => html`${headView(state)}<div class="page stack">${bodyView(state)}</div>${
  footView(state)}`, main);
followViews(page, viewName);
page.watch(goOn);
addEventListener("hashchange", () => {
  if (location.hash === "#main") return; // by the link that skips the head
  page.set({ route: routeOf(location.hash), isLeaving: false, isDeclined: false, payError: null, unloaded: "" });
});
onSignedOut(restart);
onSignedIn(restart);
awaitEntry(() => page.state.stage === "ready" && !page.state.openId && page.state.route.name === "home");
watchPayments(() => (page.state.route.name === "home" ? "" : page.state.route.id || null));
settleClock();
watchClock();
start();
