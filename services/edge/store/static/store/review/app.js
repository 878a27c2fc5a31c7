/** The console of the reviewers: signing in, following the queue, turning to tickets. */

import { h } from "../../pages/dom.js";
import { followViews } from "../../pages/focus.js";
import { onSignedIn, onSignedOut, who } from "../../pages/login.js";
import { makeSignIn } from "../../pages/signin.js";
import { makeTelling } from "../../pages/telling.js";
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

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => consoleView(state, status), main);
page.watch(makeTelling(status, t("Review"), () => ({
  link: page.state.link, open: page.state.stage === "console", waits: ticketsIn(page.state, "waiting").length,
}), recover));
followViews(page, () => {
  const { stage, route } = page.state;
  return stage === "console" ? `console ${route}` : stage === "waiting" ? "" : stage;
});
addEventListener("hashchange", turn);
onSignedOut(start);
onSignedIn(() => who()?.userId === page.state.person?.userId || start());
listen();
start();
