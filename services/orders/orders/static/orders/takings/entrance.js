/** What comes before the figures: signing in, choosing the place, and why there is nothing to see. */

import { plainButton } from "../../pages/buttons.js";
import { signOut } from "../../pages/login.js";
import { panelOf } from "../../pages/places.js";
import { demoView, signInView } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html, nothing, trouble, waiting } from "../../pages/view.js";
import { address } from "./routes.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state @param {() => void} again begins anew */
export function entranceView(state, again) {
  const { stage, signIn, error } = state;
  if (stage === "entry" && signIn) {
    return html`<div class="entrance stack">${demoView(signIn)}
      <div class="card stack"><h2>${t("Sign in")}</h2>${signInView(signIn)}</div></div>`;
  }
  if (stage === "failed") return trouble(explain(error), html`<p>${plainButton(t("Try again"), again)}</p>`);
  if (stage === "choose") return choiceView(state);
  if (stage === "stranger") return strangerView(state);
  if (stage !== "none") return waiting(t("One moment…"));
  return html`<div class="entrance"><div class="card stack"><h2 tabindex="-1">${t("No place yet")}</h2>
    <p>${t("You do not own a place and are not staff of one.")}</p>
    <p><a href="/locations/setup/">${t("Set up a place")}</a></p></div></div>`;
}

/** @param {State} state */
function choiceView({ places, route }) {
  return html`<div class="entrance"><div class="card stack"><h2 tabindex="-1">${t("Which place?")}</h2>
    <p class="soft">${t("This device remembers it.")}</p>
    <ul class="stack">${places.map(({ id, name, address: where }) => html`<li><a class="button wide"
      href=${address(id, route.view)}><span><strong><bdi>${name}</bdi></strong>${
        where ? html`<br><span class="soft"><bdi>${where}</bdi></span>` : nothing}</span></a></li>`)}</ul></div></div>`;
}

/** @param {State} state */
function strangerView({ place, person }) {
  return html`<div class="entrance"><div class="card stack"><h2 tabindex="-1">${t("This is for managers")}</h2>
    <p>${t("You are signed in as {name}. The owner of the place can change your role there.",
      { name: person?.username ?? "" })}</p>
    ${place ? html`<p><a href=${panelOf(place.id)}>${t("Order panel")}</a></p>` : nothing}
    <div>${plainButton(t("Sign in as somebody else"), () => signOut(), "primary")}</div></div></div>`;
}
