/** The page of a machine, which its QR code leads to: puts its parts together. */

import { followViews } from "../../pages/focus.js";
import { say, toast } from "../../pages/dom.js";
import { recall, remember } from "../../pages/storage.js";
import { t } from "../../pages/texts.js";
import { html, mount, waiting } from "../../pages/view.js";
import { arrive, settle } from "./buy.js";
import { nameGet } from "./calls.js";
import { busyView, closedView, failedView } from "./closed_view.js";
import { MOVED } from "./code.js";
import { codeView } from "./code_view.js";
import { follow, lookAgain } from "./follow.js";
import { headView } from "./head_view.js";
import { onKept } from "./kept.js";
import { loadOthers, loadViews } from "./loading.js";
import { now, page, stage } from "./state.js";
import { secondsUntil } from "./stages.js";

/** @typedef {import("./state.js").State} State */

const SECOND_MS = 1000;
const COUNTED = new Set(["quantity", "pay", "code"]); // they show how time passes
const CLOSED = new Set(["away", "empty", "out", "busy"]); // they name other machines
const LAST_S = 60; // of the time at the machine
/** @type {Record<string, (state: State, stage: string) => import("../../pages/view.js").Part>} */
const VIEWS = { code: codeView, busy: busyView, away: closedView, empty: closedView, out: closedView };

/** Which of the page's views is shown; "" while none is. */
function viewName() {
  const { error, status } = page.state;
  if (error) return "failed";
  return status ? stage() : "";
}

/** @param {State} state @returns {import("../../pages/view.js").Part} */
function partView(state) {
  const name = viewName();
  if (name === "failed") return failedView(state);
  const view = VIEWS[name] ?? state.views?.VIEWS[/** @type {import("./stages.js").Stage} */ (name)];
  return view ? view(state, name) : waiting(t("One moment…"));
}

/** @param {State} state */
const wholeView = (state) => html`${headView(state)}<div class="page stack">${partView(state)}</div>`;

let before = ""; // the stage that was shown last

/** With each change: what the stage needs is loaded, what is paid goes on. */
function goOn() {
  const name = stage();
  const isOther = name !== before;
  before = name;
  if (isOther && CLOSED.has(name)) loadOthers();
  if (!name || VIEWS[name]) return;
  if (!page.state.views) loadViews().catch(() => page.set({ isCut: true }));
  settle();
}

/** Somebody has typed another machine's code, and was led here. */
function sayMoved() {
  const { machineId } = page.state;
  if (recall(MOVED, "sessionStorage") !== machineId) return;
  remember(MOVED, null, "sessionStorage");
  toast(t("That code is of the machine {name}. It is yours now.", { name: machineId }));
}

/** The code can be typed at once; the page stays where it is. */
function focusCode() {
  document.getElementById("code")?.focus({ preventScroll: true });
}

/** Each second: what shows how time passes is drawn anew, and its end is said in time. */
function tick() {
  const name = stage();
  if (!COUNTED.has(name)) return;
  page.changed();
  const left = secondsUntil(page.state.status?.expires_at ?? null, now());
  if (name !== "code" && left === LAST_S) say(t("The machine is kept for you for one more minute."));
}

async function begin() {
  const { machineId } = page.state;
  nameGet(machineId).then((about) => page.set({ about }), () => {});
  await lookAgain();
  page.flush();
  focusCode();
  sayMoved();
  if (!page.state.error) follow();
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, wholeView, main);
followViews(page, viewName);
page.watch(goOn);
onKept(page.state.machineId, page.changed);
setInterval(tick, SECOND_MS);
arrive();
begin();
