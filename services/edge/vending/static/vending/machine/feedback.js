/** What somebody thinks of a machine: one to five stars, and words; once for a transaction. */

import { Refused } from "../../pages/api.js";
import { t } from "../../pages/texts.js";
import { makeStore } from "../../pages/store.js";
import { html, live, nothing, symbol } from "../../pages/view.js";
import { path, write } from "./calls.js";
import { clientId, keep, kept } from "./kept.js";
import { explain } from "./words.js";

/** @typedef {{machineId: string, transactionId: string, reference?: string}} About `reference` finds the payment */

const LONGEST = 500;
const STAR = "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z";

/** @type {{rating: number, comment: string|null, busy: boolean, error: unknown}} `comment` null: as it was filled in */
const nothingYet = { rating: 0, comment: null, busy: false, error: null };

/** The page watches it. */
export const feedback = makeStore({ ...nothingYet });

const names = () => [t("Bad"), t("Poor"), t("Fair"), t("Good"), t("Very good")];

/** @param {About} about */
const isRated = ({ machineId, transactionId }) => kept(machineId).rated === transactionId;

/** @param {About} about */
async function send(about) {
  const { rating, comment, busy } = feedback.state;
  if (busy) return;
  if (!rating) return feedback.set({ error: new Refused(400, "no_rating") });
  feedback.set({ busy: true, error: null });
  try {
    const words = (comment ?? filledIn(about)).trim();
    await write(path(about.machineId, "feedback"), {
      client_id: clientId(), transaction_id: about.transactionId, rating, comment: words || null });
    keep(about.machineId, { rated: about.transactionId });
    feedback.set({ ...nothingYet });
  } catch (error) {
    feedback.set({ busy: false, error });
  }
}

/** @param {About} about */
const filledIn = ({ reference }) => (reference ? t("Reference: {reference}", { reference }) : "");

/** @param {About} about */
export function feedbackView(about) {
  if (isRated(about)) return html`<p class="banner" data-state="good" role="status">${symbol("check")}<span>${
    t("Thank you for telling us.")}</span></p>`;
  const { comment, busy } = feedback.state;
  const submit = (/** @type {Event} */ event) => (event.preventDefault(), send(about));
  const type = (/** @type {Event} */ event) =>
    feedback.set({ comment: /** @type {HTMLTextAreaElement} */ (event.currentTarget).value });
  return html`<form class="card stack feedback" @submit=${submit} novalidate>
    <fieldset><legend>${t("How was it?")}</legend><div class="stars">${names().map(starView)}</div></fieldset>
    <div class="field"><label for="comment">${t("Do you want to say more?")}</label>
      <textarea id="comment" maxlength=${LONGEST} rows="2" .value=${live(comment ?? filledIn(about))} @input=${type}
        ></textarea></div>
    ${errorView()}
    <button class="button wide" aria-disabled=${String(busy)}>${busy ? t("One moment…") : t("Send")}</button>
  </form>`;
}

/** @param {string} name @param {number} at */
function starView(name, at) {
  const { rating } = feedback.state;
  const choose = () => feedback.set({ rating: at + 1, error: null });
  return html`<label class="star" data-on=${String(at < rating)}><input type="radio" name="rating"
    class="visually-hidden" .checked=${live(rating === at + 1)} @change=${choose}>
    <svg viewBox="0 0 24 24" aria-hidden="true" class="icon"><path d=${STAR}></path></svg><span>${name}</span></label>`;
}

function errorView() {
  const { error } = feedback.state;
  if (!error) return nothing;
  const isMissing = error instanceof Refused && error.reason === "no_rating";
  return html`<p class="banner" data-state="bad" role="alert">${symbol("warn")}<span>${
    isMissing ? t("Choose one of the stars first.") : explain(error)}</span></p>`;
}
