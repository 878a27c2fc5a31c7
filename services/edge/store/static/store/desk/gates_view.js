/** Scanners at the gates, and cameras. */

import { n, t } from "../../pages/texts.js";
import { html, namesView, nothing, repeat, symbol, waiting } from "../../pages/view.js";
import { hardware, readHardware, unreadView } from "./hardware.js";
import { whileShown } from "./again.js";
import { address } from "./routes.js";
import { TAGS } from "./tags.js";


/** @typedef {import("./calls.js").Scanner} Scanner */
/** @typedef {import("./calls.js").Camera} Camera */

const EVERY_MS = 15_000; // what others change, the stream does not tell

/** Somebody has turned to it. */
export function show() {
  readHardware();
  whileShown("gates", readHardware, EVERY_MS);
}

export function view() {
  const { found, error } = hardware;
  if (!found && error) return unreadView(error);
  if (!found) return waiting(t("One moment…"));
  return html`${scannersView(found.scanners)}${camerasView(found.cameras)}`;
}

/** @param {string} words @param {string} part @param {string} action */
const headView = (words, part, action) => html`<div class="row"><h3 class="grow">${words}</h3>
  <a class="button" href=${address(part, "new")}>${symbol("plus")}${action}</a></div>`;

/** @param {Scanner[]} scanners */
function scannersView(scanners) {
  const missing = /** @type {const} */ (["Entry", "Exit"]).filter((tag) => !scanners.some((each) => each.tag === tag));
  return html`<section class="stack">${headView(t("Scanners"), "scanner", t("New scanner"))}
    ${missing.map((tag) => html`<p class="note">${tag === "Entry"
      ? t("There is no scanner at the entry: nobody comes in.")
      : t("There is no scanner at the exit: people are let out by hand only.")}</p>`)}
    <ul class="things">${repeat(scanners, ({ id }) => id, (scanner) => html`<li class="card thing">
      <div class="thing-name"><h4><a href=${address("scanner", scanner.id)}><bdi>${scanner.name}</bdi></a></h4>
        <p class="soft small">${madeBy(scanner)}</p></div>
      <p class="badges"><span class="badge">${symbol("qr")}${TAGS[scanner.tag]()}</span>${stateView(scanner)}${
        scanner.keys.length ? nothing : html`<span class="badge" data-state="warn">${symbol("lock")}${
          t("No key")}</span>`}</p></li>`)}</ul></section>`;
}

/** @param {Camera[]} cameras */
function camerasView(cameras) {
  return html`<section class="stack">${headView(t("Cameras"), "camera", t("New camera"))}
    ${cameras.length ? html`<ul class="things">${repeat(cameras, ({ id }) => id, cameraRow)}</ul>`
      : html`<p class="card">${t("There are no cameras. Without clips reviewers have the weights only.")}</p>`}
    <p><a href=${address("clips")}>${t("All clips")}</a></p></section>`;
}

/** @param {Camera} camera */
const cameraRow = (camera) => html`<li class="card thing">
  <div class="thing-name"><h4><a href=${address("camera", camera.id)}><bdi>${camera.name}</bdi></a></h4>
    <p class="soft small">${madeBy(camera)}</p></div>
  <p class="badges">${camera.tag ? html`<span class="badge">${symbol("eye")}${TAGS[camera.tag]()}</span>`
    : nothing}${stateView(camera)}</p>
  <p class="soft small">${seesWords(camera)}</p></li>`;

/** @param {import("./calls.js").Hardware} row */
const madeBy = ({ company, model_number: model }) => namesView(company, model);

/** @param {import("./calls.js").Hardware} row */
function stateView({ operation_status: state }) {
  if (!state) return nothing;
  return html`<span class="badge" data-state=${state === "ON" ? "good" : "warn"}>${
    symbol(state === "ON" ? "check" : "close")}${state === "ON" ? t("On") : t("Off")}</span>`;
}

/** @param {Camera} camera */
function seesWords({ tag, machines }) {
  if (tag === "Entry" || tag === "Exit") return t("Sees all machines");
  return machines.length ? n("Sees {count} machine", "Sees {count} machines", machines.length)
    : t("Sees no machine");
}
