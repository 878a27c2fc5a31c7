/** What is shown before there is a visit on this page: whose trolley this is, and one button. */

import { plainButton } from "../../pages/buttons.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, symbol, trouble } from "../../pages/view.js";
import { explain, inUse, isUnknown } from "../cart/words.js";
import { personView } from "./person_view.js";
import { placeTextView } from "./place_view.js";
import { begin, moveHere, start } from "./visit.js";

/** @typedef {import("./state.js").State} State */

/** The page without a trolley's name: it is typed from the sign on the handle. */
export function entryView() {
  const go = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const typed = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("trolley")).trim();
    if (typed) location.assign(`/trolley/${encodeURIComponent(typed)}`);
  };
  return html`<form class="card stack" @submit=${go}>
    <h2 tabindex="-1">${t("Which trolley do you have?")}</h2>
    <p>${t("Scan the code on its handle, or type the name that stands below the code.")}</p>
    <div class="field"><label for="trolley">${t("Name of the trolley")}</label>
      <input id="trolley" name="trolley" required maxlength="50" autocapitalize="characters" autocomplete="off"
        spellcheck="false" placeholder="TROLLEY_01" dir="ltr"></div>
    <button class="button primary wide">${t("Go on")}</button>
  </form>`;
}

/** @param {State} state */
export function startView(state) {
  const { trolley, refused, error, session } = state;
  if (!trolley) return nothing;
  const held = session?.state === "active" ? session : null;
  const isFree = mayTake(state);
  return html`
    ${placeTextView(state)}
    ${held ? heldView(state) : nothing}
    ${refused || error ? html`<p class="banner" data-state="bad" role="alert">${explain(refused ?? error)}</p>`
      : nothing}
    ${held && isFree ? nothing : html`<section class="card stack">
      <h2 tabindex="-1">${heading(state)}</h2>
      ${isFree ? offer(state) : html`<p>${plainButton(t("Look again"), begin)}</p>`}
    </section>`}
    ${held ? nothing : personView(state)}`;
}

/** Whether the trolley is this person's already. @param {State} state */
const isMine = ({ trolley, person }) => person !== null && trolley?.assigned_to === person.userId;

/** A reserved one is for who has reserved it, which only the scan finds out. @param {State} state */
const mayTake = (state) => state.trolley?.status === "available" || isMine(state)
  || (state.trolley?.status === "reserved" && state.person !== null);

/** @param {State} state */
function heading(state) {
  const { trolley } = state;
  if (isMine(state)) return t("You have this trolley");
  if (trolley?.status === "inactive") return t("This trolley is out of order. Please take another one.");
  if (trolley?.status === "in_use") return inUse(trolley.assigned_to_username);
  if (trolley?.status === "reserved") {
    return t("This trolley is reserved until {time}.", { time: clock(trolley.reserved_until ?? "") });
  }
  return t("This trolley is free");
}

/** @param {State} state */
function offer(state) {
  const { trolley, busy } = state;
  const words = isMine(state) ? t("Go on shopping") : t("Start shopping");
  return html`
    <p>${t("Start, and it unlocks. Then scan what you put in, here or at the trolley, and pay on this phone.")}</p>
    ${trolley?.trolley_online ? nothing : html`<p class="note">${
      t("The trolley's own scanner does not answer just now. You can scan with this phone.")}</p>`}
    <button type="button" class="button primary wide large" aria-disabled=${String(busy)} @click=${start}>${
      symbol("cart")}${busy ? t("One moment…") : words}</button>`;
}

/** This phone has another trolley. @param {State} state */
function heldView({ session, busy, trolley }) {
  const id = session?.trolley_id ?? "";
  const mayMove = trolley?.status === "available";
  return html`<section class="card stack">
    <h2>${t("You have trolley {name}", { name: id })}</h2>
    <a class="button primary wide" href="/trolley/${encodeURIComponent(id)}">${t("Go on with {name}", { name: id })}</a>
    ${mayMove ? html`<p class="soft">${t("Does a wheel stick? Your cart can move to this one.")}</p>
      <button type="button" class="button wide" aria-disabled=${String(busy)} @click=${moveHere}>${
        t("Move my cart here")}</button>` : nothing}
  </section>`;
}

/** @param {State} state */
export const failedView = ({ error }) => (isUnknown(error)
  ? html`<p class="banner" data-state="bad" role="alert">${explain(error)}</p>${entryView()}`
  : trouble(explain(error), html`<p>${plainButton(t("Try again"), begin)}</p>`));
