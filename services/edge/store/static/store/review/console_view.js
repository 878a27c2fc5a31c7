/** The whole of the console: its head, the queue, the ticket that is looked at. */

import { plainButton } from "../../pages/buttons.js";
import { languageView } from "../../pages/language.js";
import { signOut } from "../../pages/login.js";
import { demoView, signInView } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol, waiting } from "../../pages/view.js";
import { showKeys } from "./dialogs.js";
import { partView } from "./parts.js";
import { finishedView, queueView } from "./queue_view.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state @param {HTMLElement} status the line that says how the page stands with the server */
export const consoleView = (state, status) =>
  html`${headView(state, status)}<div class="page board">${bodyView(state)}</div>`;

/** @param {State} state @param {HTMLElement} status */
function headView({ person, stage }, status) {
  return html`<header class="top">
    <h1>${t("Review")}</h1>
    ${stage === "console" ? html`${status}${plainButton(
      html`<kbd aria-hidden="true">?</kbd><span>${t("Keys")}</span>`, showKeys, "quiet short")}` : nothing}
    ${languageView()}
    ${person ? plainButton(html`${symbol("leave")}<span>${t("Sign out")}</span>`, () => signOut(), "quiet short")
      : nothing}
  </header>`;
}

/** @param {State} state */
function bodyView(state) {
  const { stage, signIn, looked, route } = state;
  if (stage === "entry" && signIn) {
    return html`<div class="entrance stack">${demoView(signIn, aboutDemo())}
      <div class="card stack"><h2>${t("Sign in")}</h2>${signInView(signIn)}</div></div>`;
  }
  if (stage === "stranger") return strangerView(state);
  if (stage !== "console") return waiting(t("One moment…"));
  return html`<div class="view stack" aria-busy=${String(state.acts.size > 0)}>${finishedView(state)}${
    route && looked?.id === route ? partView("ticket", (part) => part.view(state, looked)) : queueView(state)}</div>`;
}

/** @param {State} state */
function strangerView({ person }) {
  return html`<div class="entrance"><div class="card stack"><h2 tabindex="-1">${t("This is for reviewers")}</h2>
    <p>${t(
    "You are signed in as {name}, who does not review visits. Whoever runs this site can make you a reviewer.",
    { name: person?.username ?? "" })}</p>
    <p><a href="/store/">${t("Your own visits")}</a></p>
    <div>${plainButton(t("Sign in as somebody else"), () => signOut(), "primary")}</div></div></div>`;
}

const aboutDemo = () =>
  t("This is a demo: its store is played by a program, and no money moves.");
