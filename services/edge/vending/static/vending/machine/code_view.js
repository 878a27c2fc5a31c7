/** Typing the code of the display. */

import { clock, t } from "../../pages/texts.js";
import { html, live, nothing, symbol } from "../../pages/view.js";
import { money } from "../../pages/money.js";
import { errorWords, film, isOver, isPast, submit, type } from "./code.js";
import { clockText } from "./stages.js";
import { now } from "./state.js";
import { pastWords } from "./words.js";

const PICTURE = "M3.5 8H8l1.5-2.5h5L16 8h4.5v11h-17zM12 10a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z";

/** @param {import("./state.js").State} state */
export function codeView(state) {
  const { status, typed, busy } = state;
  const wait = Math.max(0, Math.ceil((state.waitUntil - now()) / 1000));
  const problem = problemOf(state, wait);
  const isWrong = Boolean(state.codeError) || wait > 0;
  const listen = (/** @type {Event} */ event) => {
    const field = /** @type {HTMLInputElement} */ (event.currentTarget);
    type(field.value);
  };
  const send = (/** @type {Event} */ event) => (event.preventDefault(), submit());
  return html`<form class="card stack" @submit=${send} novalidate>
    <h2 tabindex="-1">${t("Type the code on the display")}</h2>
    <p id="code-hint">${t("The machine shows six digits. With them it is yours, and you pay on this phone.")} ${
      t("One costs {price}.", { price: money(status?.unit_price_paise ?? 0) })}</p>
    <div class="code"><label class="visually-hidden" for="code">${t("Code")}</label>
      <input id="code" inputmode="numeric" autocomplete="off" enterkeyhint="go" placeholder="······" dir="ltr"
        .value=${live(typed)} @input=${listen} aria-describedby=${problem ? "code-problem" : "code-hint"}
        aria-invalid=${isWrong ? "true" : nothing}></div>
    ${problem ? html`<p id="code-problem" class="banner" data-state=${
      isWrong ? "bad" : "warn"}>${symbol(isWrong ? "warn" : "info")}<span>${problem}</span></p>`
      : nothing}
    <button class="button primary wide large" aria-disabled=${String(Boolean(busy) || wait > 0)}>${
      busy ? t("One moment…") : t("Go on")}</button>
    <p class="row acts"><button type="button" class="button quiet" @click=${film}><svg viewBox="0 0 24 24"
      aria-hidden="true" class="icon"><path d=${PICTURE}></path></svg>${t("Use the camera")}</button>
      ${"demo" in document.body.dataset ? html`<a class="button quiet" href="/edge/demo/" target="_blank">${
        symbol("eye")}${t("The display of this demo")}</a>` : nothing}</p>
  </form>`;
}

/** @param {import("./state.js").State} state @param {number} wait seconds */
function problemOf({ codeError, waitUntil }, wait) {
  if (wait > 0) {
    return `${t("Too many wrong codes.")} ${t("Try again at {time}, in {left}.",
      { time: clock(new Date(waitUntil)), left: clockText(wait) })}`;
  }
  if (codeError) return errorWords();
  if (isOver()) return t("The display shows a new code now.");
  return isPast() ? pastWords() : "";
}
