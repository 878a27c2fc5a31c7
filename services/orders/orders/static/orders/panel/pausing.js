// Orders of guests that staff have paused: told to all at the panel, with the time that is left and a way to go on.
import { ageText } from "../../pages/ages.js";
import { get, insist, newKey } from "../../pages/api.js";
import { say, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, render as draw } from "../../pages/view.js";
import { pauseLeft, pauseOf, placeOf, stamped, whenText } from "../dish/offer.js";
import { sign } from "./icons.js";
import { whyRefused } from "./refusals.js";
import { mayServe } from "./roles.js";
import { changed, panel } from "./state.js";

const EVERY = 60_000; // ms between two looks at how long guests wait, and at what has changed by itself
let asked = 0; // by performance.now()
let busy = false;

/** Ask what guests may order. A place that is out of reach is asked again within a minute. */
export async function loadOffer(place) {
  asked = performance.now();
  const offer = await get(`/orders/offer/${place.id}/`).catch(() => null);
  if (offer && panel.place === place) takeOffer(offer);
}

/** Take what the server tells of it; null: ask. */
export function takeOffer(offer) {
  if (!offer) return void loadOffer(panel.place);
  const before = pauseOf(panel.offer);
  panel.offer = stamped(offer, panel.offer);
  const pause = pauseOf(panel.offer);
  if (pause && pause.until !== before?.until) say(t("Orders of guests are paused."));
  changed();
  return undefined;
}

/** The line over the calls while guests cannot order. */
export function makePause() {
  const node = document.createElement("div");
  const render = () => draw(pauseView(panel.offer), node);
  const tick = () => {
    if (panel.offer && pauseOf(panel.offer)) render();
    else if (node.querySelector("[data-paused]")) changed(); // it has just ended
    if (performance.now() - asked > EVERY && !document.hidden) loadOffer(panel.place);
  };
  return { node, render, tick };
}

function pauseView(offer) {
  const pause = pauseOf(offer);
  if (!pause) return nothing;
  const left = ageText(Math.ceil(pauseLeft(offer) / 1000));
  return html`<div class="banner pause-banner" data-state="warn" data-paused>
    ${sign("wait")}<p class="grow"><strong>${t("Guests cannot order: {time} left.", { time: left })}</strong>
    ${pause.words ? html`<bdi>“${pause.words}”</bdi>` : nothing}</p>
    ${mayServe() ? html`<button type="button" class="button" aria-disabled=${String(busy)} @click=${goOn}>${
      t("Take orders again")}</button>` : nothing}</div>`;
}

/** No orders of guests for so many minutes. Throws what the call throws. */
export const pause = (minutes, words) => change("pause", { minutes, words });

async function goOn() {
  if (busy) return;
  busy = true;
  changed();
  try {
    await change("resume", {});
    say(t("Guests can order again."));
  } catch (error) {
    toast(t("Nothing was changed. {reason}", { reason: whyRefused(error) }), { kind: "bad" });
  }
  busy = false;
  changed();
}

async function change(what, body) {
  const path = `/orders/${what}/${panel.place.id}/`;
  takeOffer(await insist(path, body, { key: newKey(), send: signedPost }));
}

/** How long guests wait now; "" where nobody knows. */
export const waitText = ({ offer }) =>
  (offer?.wait ? n("Waiting time: {count} minute", "Waiting time: {count} minutes", offer.wait) : "");

/** Why guests cannot order now though nobody has paused; "" where they can. */
export function closedText({ offer }) {
  const place = offer ? placeOf(offer) : { is_on: true };
  if (place.is_on) return "";
  return place.changes ? t("Closed for guests until {time}", { time: whenText(offer, place.changes) })
    : t("Closed for guests");
}
