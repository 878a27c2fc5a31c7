/** The clips of a ticket: one plays at a time, from a few seconds before the event that was chosen. */

import { plainButton } from "../../pages/buttons.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { covers, secondsAt } from "./clips.js";
import { look, page } from "./state.js";
import { isStale, readTicket } from "./ticket.js";

/** @typedef {import("./state.js").Looked} Looked */
/** @typedef {import("./calls.js").Clip} Clip */
/** @typedef {import("./calls.js").Change} Change */

/** @param {Looked} looked */
export function clipView(looked) {
  const { ticket, clip: chosen } = looked;
  const clips = ticket?.videos ?? [];
  const clip = clips.find(({ id }) => id === chosen) ?? clips[0];
  return html`<section class="card stack clip"><h3>${t("Clips")}</h3>
    ${clip ? html`${playerView(looked, clip)}${camerasView(clips, clip)}`
      : html`<p class="soft">${t("No camera has filmed this, or the clips are still on their way.")}</p>
        <div>${plainButton(html`${symbol("refresh")}${t("Look again")}`, readTicket)}</div>`}
  </section>`;
}

/** @param {Clip[]} clips @param {Clip} clip that is shown */
function camerasView(clips, clip) {
  if (clips.length === 1) return html`<p class="soft small">${nameOf(clip)}</p>`;
  return html`<div class="row chips" role="group" aria-label=${t("Cameras")}>${clips.map((each) =>
    html`<button type="button" class="chip" aria-pressed=${String(each === clip)}
      @click=${() => turn(each)}>${nameOf(each)}</button>`)}</div>`;
}

/** @param {Clip} clip */
const nameOf = ({ camera_name: name, at_gate: gate }) =>
  (gate ? t("{camera}, at the gate", { camera: name }) : name);

/** @param {Looked} looked @param {Clip} clip */
function playerView({ ticket, links, broken, event }, clip) {
  const url = links.get(clip.id)?.url;
  const trouble = broken.get(clip.id);
  if (!url || trouble) {
    return html`<div class="stack missing"><p class="banner" data-state="warn" role="status">${symbol("warn")}<span>${
      trouble || t("This footage is not to be had (any more). Decide by the weights.")}</span></p>
      <div>${plainButton(html`${symbol("refresh")}${t("Look again")}`, again)}</div></div>`;
  }
  const shown = ticket?.events.find(({ id }) => id === event);
  const misses = shown && !covers(clip, shown.event_time);
  return html`<video controls muted playsinline preload="metadata" src=${url} aria-label=${nameOf(clip)}
      @loadedmetadata=${() => jump(shown)} @error=${() => lost(clip)}></video>
    ${misses ? html`<p class="soft small">${symbol("info")} ${
      t("This clip does not show the chosen event.")}</p>` : nothing}`;
}

const video = () => document.querySelector("video");

/** The event that is chosen, and the clip that is shown. */
function now() {
  const { looked } = page.state;
  const events = looked?.ticket?.events ?? [];
  const clips = looked?.ticket?.videos ?? [];
  return {
    event: events.find(({ id }) => id === looked?.event),
    clip: clips.find(({ id }) => id === looked?.clip) ?? clips[0],
  };
}

/** Shows the moment before an event. @param {Change|undefined} event */
function jump(event) {
  const [player, { clip }] = [video(), now()];
  if (player && clip && event && covers(clip, event.event_time)) player.currentTime = secondsAt(clip, event);
}

/** Plays the clip from before an event; links that have ended are asked for anew first. @param {Change} event */
export async function play(event) {
  const { looked } = page.state;
  if (looked && isStale(looked)) await readTicket();
  page.flush();
  jump(event);
  video()?.play().catch(() => {}); // the browser may not want to: the button is there
}

/** Plays, or stops. */
export function turnOnOff() {
  const player = video();
  if (player?.paused) player.play().catch(() => {});
  else player?.pause();
}

/** So many seconds forward, or back. @param {number} by */
export function wind(by) {
  const player = video();
  if (player) player.currentTime = Math.max(0, player.currentTime + by);
}

/** @param {Clip} clip */
function turn(clip) {
  look({ clip: clip.id });
  page.flush();
  jump(now().event);
}

/** Forgets what was broken, and asks anew. */
async function again() {
  await readTicket();
  look({ broken: new Map() });
}

/** A clip does not play: its link has ended, or it is asked why. @param {Clip} clip */
async function lost(clip) {
  const { looked } = page.state;
  const link = looked?.links.get(clip.id);
  if (!looked || !link?.url) return;
  if (isStale(looked)) return void readTicket();
  const words = await whyLost(link.url);
  look({ broken: new Map(page.state.looked?.broken).set(clip.id, words) });
}

/** @param {string} url */
async function whyLost(url) {
  const status = await fetch(url, { headers: { Range: "bytes=0-0" }, cache: "no-store" })
    .then((answer) => answer.status, () => 0);
  if (status === 503) return t("The archive of clips does not answer just now. Look again in a moment.");
  if (status === 0) return t("No connection. Try again in a moment.");
  if (status === 404) return t("This footage is not to be had (any more). Decide by the weights.");
  return t("This browser cannot play the clip.");
}
