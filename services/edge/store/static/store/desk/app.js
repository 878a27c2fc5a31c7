/** The desk of the store's operators: signing in, and following the store. */

import { now, settle, watchClock } from "../../pages/ages.js";
import { h } from "../../pages/dom.js";
import { followViews } from "../../pages/focus.js";
import { onSignedIn, onSignedOut, who } from "../../pages/login.js";
import { makeSignIn } from "../../pages/signin.js";
import { makeTelling } from "../../pages/telling.js";
import { t } from "../../pages/texts.js";
import { mount } from "../../pages/view.js";
import { deskView } from "./desk_view.js";
import { follow, leave } from "./follow.js";
import { isPart, loadPart } from "./parts.js";
import { isStaff } from "./rights.js";
import { here } from "./routes.js";
import { page } from "./state.js";

function start() {
  leave();
  const person = who();
  page.set({ person, signIn: null });
  if (!person) {
    page.set({ stage: "entry", signIn: makeSignIn(page.changed, start) });
  } else if (isStaff(person)) {
    page.set({ stage: "desk" });
    follow();
    turn();
  } else {
    page.set({ stage: "stranger" });
  }
}

/** By a link, or by the browser's buttons. */
function turn() {
  if (page.state.stage !== "desk") return;
  const asked = here();
  const route = isPart(page.state.person, asked.part) ? asked : { part: "now", id: "" };
  page.set({ route });
  loadPart(route.part).then(show);
}

/** What the part that is looked at shows is read. */
function show() {
  const { route, parts, stage } = page.state;
  if (stage !== "desk") return;
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
mount(page, (state) => deskView(state, status), main);
page.watch(makeTelling(status, t("Store desk"), () => ({
  link: page.state.link, open: page.state.stage === "desk", waits: page.state.alerts?.size ?? 0,
}), recover));
followViews(page, () => {
  const { stage, route } = page.state;
  return stage === "desk" ? `${route.part} ${route.id}` : stage === "waiting" ? "" : stage;
});
addEventListener("hashchange", turn);
onSignedOut(start);
onSignedIn(() => who()?.userId === page.state.person?.userId || start());
settle();
watchClock();
setInterval(() => page.state.stage === "desk" && page.set({ now: now() }), 1000);
start();
