/** Clips of the cameras, newest first. Whoever may read the footage plays it; else the times are there. */

import { plainButton } from "../../pages/buttons.js";
import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { Report } from "../../pages/report.js";
import { clock, dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, repeat, selection, symbol, trouble, waiting } from "../../pages/view.js";
import { clipsRead } from "./calls.js";
import { hardware, readHardware } from "./hardware.js";
import { backView } from "./standing_view.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Clip} Clip */

const SIZE = 20;

/** @type {Report<{camera: string, offset: number}, import("./calls.js").Page<Clip> & {camera: string}, string>} */
const clips = new Report({ camera: "", offset: 0 }, async ({ camera, offset }) => ({
  camera, ...await clipsRead({ limit: SIZE, offset, ...(camera && { camera_id: camera }) }),
}), () => page.changed());

/** Reads those of a camera, "" for all. @param {string} camera */
export const showClips = (camera) => clips.choose({ camera, offset: 0 });

/** Somebody has turned to all of them. */
export function show() {
  readHardware();
  showClips("");
}

export function view() {
  const cameras = hardware.found?.cameras ?? [];
  const named = cameras.map(({ id, name }) => ({ value: id, text: name }));
  const options = [{ value: "", text: t("All cameras") }, ...named];
  return html`${backView("gates", t("Gates and cameras"))}<h2 tabindex="-1">${t("Clips")}</h2>
    <div class="row filters"><div class="field"><span aria-hidden="true">${t("Camera")}</span>${selection({
      label: t("Camera"), value: clips.query.camera, options, choose: showClips })}</div></div>
    <section class="card stack">${listView(clips.query.camera)}</section>`;
}

/** Those of one camera. @param {string} camera */
export const clipsCard = (camera) =>
  html`<section class="card stack"><h3>${t("Clips")}</h3>${listView(camera)}</section>`;

/** @param {string} camera */
function listView(camera) {
  const { found, error, busy, query } = clips;
  const again = () => clips.choose({});
  if (error) return trouble(explain(error), html`<p>${plainButton(t("Try again"), again)}</p>`);
  if (found?.camera !== camera) return busy ? waiting(t("One moment…")) : nothing;
  if (!found.count) return html`<p>${t("There is no clip yet.")}</p>`;
  const move = (/** @type {number} */ by) => clips.choose({ offset: Math.max(0, query.offset + by) });
  return html`<ul class="rows">${repeat(found.results, ({ id }) => id, (clip) => clipRow(clip, !camera))}</ul>
    <div class="row">${query.offset ? plainButton(t("Newer"), () => move(-SIZE)) : nothing}${
      found.next ? plainButton(t("Older"), () => move(SIZE)) : nothing}</div>`;
}

/** @param {Clip} clip @param {boolean} isNamed whether its camera is told */
function clipRow({ id, camera_id: camera, start_time: from, end_time: to, url }, isNamed) {
  const words = t("{from} to {to}", { from: dayAndClock(from), to: clock(to) });
  const name = hardware.found?.cameras.find((each) => each.id === camera)?.name ?? t("a removed camera");
  return html`<li class="row"><p class="grow"><time datetime=${from}>${words}</time>${
      isNamed ? html` <span class="soft small"><bdi>${name}</bdi></span>` : nothing}</p>
    ${url ? html`<button type="button" class="button" aria-label="${t("Play")}: ${words}"
        @click=${() => play(id, words)}>${symbol("forward")}${t("Play")}</button>`
      : html`<span class="soft small">${t("The footage is not here.")}</span>`}</li>`;
}

/** Links hold for ten minutes: it is read anew for a fresh one. @param {string} id @param {string} title */
async function play(id, title) {
  try {
    await clips.choose({});
    const url = clips.found?.results.find((clip) => clip.id === id)?.url;
    if (!url) return void toast(t("The footage is not here any more."), { kind: "warn" });
    const broken = h("p", { class: "hint", role: "status" });
    const video = h("video", { controls: true, autoplay: true, playsinline: true, src: url, class: "footage",
      on: { error: () => (broken.textContent = t("This browser cannot play it, or the archive does not answer.")) } });
    open({ title, body: h("div", { class: "stack" }, video, broken), onClose: () => video.removeAttribute("src") });
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
