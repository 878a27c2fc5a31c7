/** The whole of the desk: its head, its tabs, and the part that is looked at. */

import { plainButton } from "../../pages/buttons.js";
import { languageView } from "../../pages/language.js";
import { signOut } from "../../pages/login.js";
import { demoView, signInView } from "../../pages/signin.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, symbol, waiting } from "../../pages/view.js";
import { partView, tabOf, tabsOf } from "./parts.js";
import { address } from "./routes.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state @param {HTMLElement} status the line that says how the page stands with the server */
export const deskView = (state, status) =>
  html`${headView(state, status)}<div class="page board">${bodyView(state)}</div>`;

/** @param {State} state @param {HTMLElement} status */
function headView({ person, stage }, status) {
  return html`<header class="top">
    <h1>${t("Store desk")}</h1>
    ${stage === "desk" ? status : nothing}
    ${languageView()}
    ${person ? plainButton(html`${symbol("leave")}<span>${t("Sign out")}</span>`, () => signOut(), "quiet out")
      : nothing}
  </header>`;
}

/** @param {State} state */
function bodyView(state) {
  const { stage, signIn, route, person } = state;
  if (stage === "entry" && signIn) {
    return html`<div class="entrance stack">${demoView(signIn, aboutDemo())}
      <div class="card stack"><h2>${t("Sign in")}</h2>${signInView(signIn)}</div></div>`;
  }
  if (stage === "stranger") return strangerView(state);
  if (stage !== "desk") return waiting(t("One moment…"));
  const [, words] = tabsOf(person).find(([name]) => name === route.part) ?? [];
  return html`${tabsView(state)}${words ? html`<h2 class="visually-hidden" tabindex="-1">${words()}</h2>` : nothing}
    <div class="view stack">${partView(route.part, (part) => part.view(state))}</div>`;
}

/** @param {State} state */
function strangerView({ person }) {
  return html`<div class="entrance"><div class="card stack"><h2 tabindex="-1">${t("This is for operators")}</h2>
    <p>${t(
    "You are signed in as {name}, who does not look after the store. Whoever runs this site can make you an operator.",
    { name: person?.username ?? "" })}</p>
    <p><a href="/store/">${t("Go shopping in the store")}</a></p>
    <div>${plainButton(t("Sign in as somebody else"), () => signOut(), "primary")}</div></div></div>`;
}

/** @param {State} state */
function tabsView({ person, route, alerts }) {
  const shown = tabOf(route.part);
  const links = tabsOf(person).map(([name, words]) => {
    const count = name === "now" ? (alerts?.size ?? 0) : 0;
    return html`<a href=${address(name)} aria-current=${name === shown ? "page" : nothing}>${words()}${
      count ? html` <span class="count" aria-hidden="true">${count}</span><span class="visually-hidden">${
        n("{count} open alert", "{count} open alerts", count)}</span>` : nothing}</a>`;
  });
  return html`<nav class="tabs" aria-label=${t("Parts of the desk")}>${links}</nav>`;
}

const aboutDemo = () =>
  t("This is a demo: a program plays the racks, the gates and the people of this store, and no money moves.");
