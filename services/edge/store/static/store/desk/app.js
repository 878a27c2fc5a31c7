/** The desk of the store's operators: signing in, and following the store. */

import { now, settle, watchClock } from "../../pages/ages.js";
import { h } from "../../pages/dom.js";
import { followViews } from "../../pages/focus.js";
import { onSignedIn, onSignedOut, who } from "../../pages/login.js";
import { makeSignIn } from "../../pages/signin.js";
import { statusBar } from "../../pages/status.js";
import { t } from "../../pages/texts.js";
import { mount } from "../../pages/view.js";
import { deskView } from "./desk_view.js";
import { follow, leave } from "./follow.js";
import { isPart, loadPart } from "./parts.js";
import { isStaff } from "./rights.js";
import { here } from "./routes.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").State} State */

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
/** @type {State["link"]|null} */
let told = null;

/** What stands outside of the view: the line of the connection, and the title of the window. */
function tell() {
  const { link, stage, alerts } = page.state;
  const waits = stage === "desk" ? (alerts?.size ?? 0) : 0;
  document.title = waits ? `(${waits}) ${t("Store desk")}` : t("Store desk");
  if (link === told || stage !== "desk") return;
  const before = told;
  told = link;
  if (link.kind === "live" && before && before.kind !== "live") recover();
  statusBar(status, link, { hint: t("What you press is sent as soon as it can be.") });
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => deskView(state, status), main);
page.watch(tell);
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
