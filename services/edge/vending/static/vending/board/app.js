/** The board of the operators: signing in, and following all machines. */

import { now, settle, watchClock } from "../../pages/ages.js";
import { h } from "../../pages/dom.js";
import { followViews } from "../../pages/focus.js";
import { onSignedIn, onSignedOut, who } from "../../pages/login.js";
import { makeSignIn } from "../../pages/signin.js";
import { makeTelling } from "../../pages/telling.js";
import { t } from "../../pages/texts.js";
import { mount } from "../../pages/view.js";
import { boardView } from "./board_view.js";
import { watchDesk } from "./desk.js";
import { follow, leave } from "./follow.js";
import { countOf, isPart, loadPart } from "./parts.js";
import { isOperator } from "./rights.js";
import { here } from "./routes.js";
import { page } from "./state.js";

function start() {
  leave();
  const person = who();
  page.set({ person, signIn: null });
  if (!person) {
    page.set({ stage: "entry", signIn: makeSignIn(page.changed, start) });
  } else if (isOperator(person)) {
    page.set({ stage: "board" });
    follow();
    turn();
  } else {
    page.set({ stage: "stranger" });
  }
}

/** By a link, or by the browser's buttons. */
function turn() {
  if (page.state.stage !== "board") return;
  const asked = here();
  const route = isPart(asked.part) ? asked : { part: "machines", id: "", section: "" };
  page.set({ route });
  loadPart(route.part).then(show);
}

/** What the part that is looked at shows is read. */
function show() {
  const { route, parts, stage } = page.state;
  if (stage !== "board") return;
  parts[route.part]?.show?.(route);
  page.flush();
  main.querySelector(".tabs [aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

/** The network is back: what has failed meanwhile is tried again. */
function recover() {
  if (page.state.unloaded) turn();
  else show();
}

const status = h("p");

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => boardView(state, status), main);
page.watch(makeTelling(status, t("Machine board"), () => ({
  link: page.state.link, open: page.state.stage === "board", waits: countOf(page.state, "decide"),
}), recover));
followViews(page, () => {
  const { stage, route } = page.state;
  return stage === "board" ? `${route.part} ${route.id}` : stage === "waiting" ? "" : stage;
});
addEventListener("hashchange", turn);
onSignedOut(start);
onSignedIn(() => who()?.userId === page.state.person?.userId || start());
settle();
watchClock();
watchDesk();
setInterval(() => page.state.stage === "board" && page.set({ now: now() }), 1000);
start();
