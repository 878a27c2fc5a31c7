/** What the machines show: puts the parts of the page together. */

import { h } from "../../pages/dom.js";
import { languageView } from "../../pages/language.js";
import { statusBar } from "../../pages/status.js";
import { t } from "../../pages/texts.js";
import { html, mount, repeat, waiting } from "../../pages/view.js";
import { machineView } from "./machine_view.js";
import { page } from "./state.js";
import { look, settle } from "./watch.js";

/** @typedef {import("./state.js").State} State */

const status = h("p");
/** @type {State["link"]|null} */
let told = null;

/** @param {State} state */
function wholeView(state) {
  return html`<header class="top"><h1 class="grow">${t("What the machines show")}</h1>
      ${state.stage === "shown" ? status : ""}${languageView()}</header>
    <div class="page stack">${bodyView(state)}</div>`;
}

/** @param {State} state */
function bodyView(state) {
  if (state.stage === "none") return noneView();
  if (state.stage === "waiting") return waiting(t("One moment…"));
  if (!state.machines.size) return waiting(t("The machines are starting…"));
  return html`<p>${
      t("In the shop you stand before the machine and read the code on its display. Here it is played.")} ${
      t("Open its page, type the code, and watch it come out.")}</p>
    <div class="machines">${repeat(state.machines.values(), ({ machine_id: id }) => id,
      (machine) => machineView(machine, state))}</div>`;
}

/** Outside of a demo nobody stands before a machine by a web page. */
const noneView = () => html`<section class="card stack">
  <h2>${t("There is nothing to see here")}</h2>
  <p>${t("This page shows machines that are played, as in the demo of “make run”.")} ${
    t("Real machines show their codes only to whoever stands before them.")}</p>
  <p class="row"><a class="button primary" href="/vend/">${t("To the machines")}</a>
    <a class="button" href="/edge/board/">${t("To the board of the operators")}</a></p>
</section>`;

/** The line of the connection stands outside of the view. */
function tell() {
  if (page.state.link.kind === told?.kind && page.state.link.kind === "live") return;
  told = page.state.link;
  statusBar(status, told, { hint: t("It goes on by itself.") });
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, wholeView, main);
page.watch(tell);
settle();
look();
