/** The whole of the board: its head, its tabs, and the part that is looked at. */

import { plainButton } from "../../pages/buttons.js";
import { languageView } from "../../pages/language.js";
import { signOut } from "../../pages/login.js";
import { demoView, signInView } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol, waiting } from "../../pages/view.js";
import { TABS, countOf, partView, tabOf } from "./parts.js";
import { address } from "./routes.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state @param {HTMLElement} status the line that says how the page stands with the server */
export const boardView = (state, status) =>
  html`${headView(state, status)}<div class="page board">${bodyView(state)}</div>`;

/** @param {State} state @param {HTMLElement} status */
function headView({ person, stage }, status) {
  return html`<header class="top">
    <h1>${t("Machine board")}</h1>
    ${stage === "board" ? status : nothing}
    ${languageView()}
    ${person ? plainButton(html`${symbol("leave")}<span>${t("Sign out")}</span>`, () => signOut(), "quiet out")
      : nothing}
  </header>`;
}

/** @param {State} state */
function bodyView(state) {
  const { stage, signIn, route } = state;
  if (stage === "entry" && signIn) {
    return html`<div class="entrance stack">${demoView(signIn, aboutDemo())}
      <div class="card stack"><h2>${t("Sign in")}</h2>${signInView(signIn)}</div></div>`;
  }
  if (stage === "stranger") return strangerView(state);
  if (stage !== "board") return waiting(t("One moment…"));
  const words = TABS[route.part];
  return html`${tabsView(state)}${words ? html`<h2 class="visually-hidden" tabindex="-1">${words()}</h2>` : nothing}
    <div class="view stack">${partView(route.part, (part) => part.view(state))}</div>`;
}

/** @param {State} state */
function strangerView({ person }) {
  return html`<div class="entrance"><div class="card stack"><h2 tabindex="-1">${t("This is for operators")}</h2>
    <p>${t(
    "You are signed in as {name}, who does not look after machines. Whoever runs this site can make you an operator.",
    { name: person?.username ?? "" })}</p>
    <p><a href="/vend/">${t("Buy something at a machine")}</a></p>
    <div>${plainButton(t("Sign in as somebody else"), () => signOut(), "primary")}</div></div></div>`;
}

/** @param {State} state */
function tabsView(state) {
  const shown = tabOf(state.route.part);
  const links = Object.entries(TABS).map(([name, words]) => {
    const count = countOf(state, name);
    return html`<a href=${address(name)} aria-current=${name === shown ? "page" : nothing}>${words()}${
      count ? html` <span class="count">${count}</span>` : nothing}</a>`;
  });
  return html`<nav class="tabs" aria-label=${t("Parts of the board")}>${links}</nav>`;
}

const aboutDemo = () =>
  t("This is a demo: its machines are played by a program, and no money moves.");
