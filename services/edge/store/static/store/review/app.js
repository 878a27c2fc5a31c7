/** The console of the reviewers: signing in, following the queue, turning to tickets. */

import { h } from "../../pages/dom.js";
import { followViews } from "../../pages/focus.js";
import { onSignedIn, onSignedOut, who } from "../../pages/login.js";
import { makeSignIn } from "../../pages/signin.js";
import { statusBar } from "../../pages/status.js";
import { t } from "../../pages/texts.js";
import { mount } from "../../pages/view.js";
import { consoleView } from "./console_view.js";
import { follow, leave } from "./follow.js";
import { listen } from "./keys.js";
import { loadPart } from "./parts.js";
import { ticketsIn } from "./queue.js";
import { here } from "./routes.js";
import { page } from "./state.js";
import { readTicket, turnTo } from "./ticket.js";

/** @typedef {import("./state.js").State} State */

const LATER_MS = 500; // the queue comes first
const REVIEWERS = ["reviewer", "admin"];

function start() {
  leave();
  const person = who();
  page.set({ person, signIn: null });
  if (!person) {
    page.set({ stage: "entry", signIn: makeSignIn(page.changed, start) });
  } else if (person.roles.some((role) => REVIEWERS.includes(role))) {
    page.set({ stage: "console" });
    follow();
    turn();
  } else {
    page.set({ stage: "stranger" });
  }
}

/** By a link, or by the browser's buttons. */
function turn() {
  if (page.state.stage !== "console") return;
  page.set({ route: here() });
  turnTo(here());
  if (here()) loadPart("ticket");
}

/** The network is there, or back: what has failed meanwhile is tried again, what will be needed next is loaded. */
function recover() {
  readTicket();
  setTimeout(loadPart, LATER_MS, "ticket");
}

const status = h("p");
/** @type {State["link"]|null} */
let told = null;

/** What stands outside of the view: the line of the connection, and the title of the window. */
function tell() {
  const { link, stage } = page.state;
  const waits = stage === "console" ? ticketsIn(page.state, "waiting").length : 0;
  document.title = waits ? `(${waits}) ${t("Review")}` : t("Review");
  if (link === told || stage !== "console") return;
  const before = told;
  told = link;
  if (link.kind === "live" && before && before.kind !== "live") recover();
  statusBar(status, link, { hint: t("What you press is sent as soon as it can be.") });
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => consoleView(state, status), main);
page.watch(tell);
followViews(page, () => {
  const { stage, route } = page.state;
  return stage === "console" ? `console ${route}` : stage === "waiting" ? "" : stage;
});
addEventListener("hashchange", turn);
onSignedOut(start);
onSignedIn(() => who()?.userId === page.state.person?.userId || start());
listen();
start();
