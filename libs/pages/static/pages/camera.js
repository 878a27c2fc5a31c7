/**
 * A dialog that shows what the camera sees and tells the codes in it. Pages import it when it is asked for:
 * `const { openCamera } = await import("../../pages/camera.js")`.
 */

import { newcomers } from "./barcodes.js";
import { closeStream, hasLight, NoCamera, noCamera, openStream, switchLight } from "./camera_stream.js";
import { makeDetector, NoDecoder } from "./detector.js";
import { open } from "./dialog.js";
import { h, say } from "./dom.js";
import { makeStore } from "./store.js";
import { t } from "./texts.js";
import { html, mount, nothing, symbol, waiting } from "./view.js";

/** @typedef {import("./barcodes.js").Code} Code */
/** @typedef {{state: "good"|"warn"|"bad", words: string}} Told what has become of a code */
/** @typedef {{formats: import("./barcodes.js").Format[], onCode: (code: Code) => Told|void|Promise<Told|void>,
 *   title?: string, hint?: string}} Options `onCode` hears each code once; what it answers is shown */
/** @typedef {{stream: MediaStream|null, problem: string, light: boolean|null, reading: string, told: Told|null}} State
 *   `light` is null where there is none; `reading` is a code whose answer is awaited */

const PACE_MS = 100; // from one frame to the next
const FRAMES = 2; // that show a code before it is believed: the same misreading is hardly made twice
const EXPECTED = [NoCamera, NoDecoder, DOMException]; // anything else is a fault of ours
const ICONS = { good: "check", warn: "info", bad: "warn" };

/**
 * Opens the camera in a dialog, which stays for the next code until it is closed.
 * @param {Options} options
 * @returns {Promise<{close: () => void, element: HTMLDialogElement}>}
 */
export async function openCamera(options) {
  await styled();
  const camera = new Camera(options);
  const body = h("div", { class: "stack" });
  const unmount = mount(camera.page, (state) => cameraView(camera, state), body);
  const onVisible = () => (document.hidden ? camera.stop() : camera.start());
  document.addEventListener("visibilitychange", onVisible);
  const onClose = () => {
    document.removeEventListener("visibilitychange", onVisible);
    camera.stop();
    unmount();
  };
  const dialog = open({ title: options.title ?? t("Scan with the camera"), body, onClose });
  camera.start();
  return dialog;
}

/** The style sheet of the dialog, which pages do not load before. @returns {Promise<void>} */
function styled() {
  const href = new URL("camera.css", import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => resolve();
    document.head.append(h("link", { rel: "stylesheet", href, on: { load: done, error: done } }));
  });
}

class Camera {
  /** @type {import("./store.js").Store<State>} */
  page = makeStore({
    stream: /** @type {MediaStream|null} */ (null), problem: "", light: /** @type {boolean|null} */ (null), reading: "",
    told: /** @type {Told|null} */ (null),
  });
  #run = 0; // which start the frames belong to; an old one ends by itself
  #heard = 0;
  /** @type {HTMLVideoElement|null} */
  video = null;

  /** @param {Options} options */
  constructor(options) {
    this.options = options;
    this.isNew = newcomers({ frames: FRAMES });
  }

  /** Asks for the camera and reads frame after frame, until `stop`. */
  async start() {
    this.stop();
    const run = this.#run;
    this.page.set({ problem: "" });
    try {
      const stream = await openStream();
      if (run !== this.#run) return closeStream(stream);
      stream.getVideoTracks()[0].addEventListener("ended", () => this.#fail(run, new NoCamera("it has ended")));
      this.page.set({ stream, light: hasLight(stream) ? false : null });
      await this.#look(run);
    } catch (problem) {
      this.#fail(run, problem);
    }
    return undefined;
  }

  /** Gives the camera back. */
  stop() {
    this.#run += 1;
    if (this.page.state.stream) closeStream(this.page.state.stream);
    this.page.set({ stream: null, light: null });
  }

  /** @param {number} run */
  async #look(run) {
    const detector = await makeDetector(this.options.formats);
    try {
      while (run === this.#run) {
        const began = performance.now();
        const code = this.video?.videoWidth ? await detector.detect(this.video) : null;
        if (run === this.#run && this.isNew(code && code.text, performance.now()) && code) this.#hear(code);
        await pause(began + PACE_MS - performance.now());
      }
    } finally {
      detector.close();
    }
  }

  /** @param {number} run @param {unknown} problem */
  #fail(run, problem) {
    if (run !== this.#run) return;
    this.stop();
    const decoder = t("What reads the codes has not loaded. Check the connection, then try again.");
    this.page.set({ problem: problem instanceof NoDecoder ? decoder : noCamera(problem) });
    if (!EXPECTED.some((kind) => problem instanceof kind)) throw problem;
  }

  /** @param {Code} code */
  async #hear(code) {
    const turn = ++this.#heard;
    this.page.set({ reading: code.format === "qr_code" ? t("Code") : code.text, told: null });
    try {
      this.#tell(turn, (await this.options.onCode(code)) ?? null);
    } catch (problem) {
      this.#tell(turn, { state: "bad", words: t("That did not work. Please try again.") });
      throw problem; // our callers tell what can be expected; this is a fault of ours
    }
  }

  /** @param {number} turn @param {Told|null} told */
  #tell(turn, told) {
    if (turn !== this.#heard) return;
    this.page.set({ reading: "", told });
    if (told) say(told.words, { urgent: told.state === "bad" });
  }

  /** The light, where the camera has one: on or off. */
  async turnLight() {
    const { stream, light } = this.page.state;
    if (!stream || light === null) return;
    const works = await switchLight(stream, !light).then(() => true, () => false);
    this.page.set({ light: works ? !light : null });
  }
}

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));

/** @param {Camera} camera @param {State} state */
function cameraView(camera, { stream, problem, light, reading, told }) {
  if (problem) return html`<p class="banner" data-state="bad" role="alert">${problem}</p>
    <button type="button" class="button wide" @click=${() => camera.start()}>${symbol("refresh")}
      ${t("Try again")}</button>`;
  const take = (/** @type {Event} */ event) => {
    camera.video = /** @type {HTMLVideoElement} */ (event.currentTarget);
  };
  return html`<div class="camera" data-state=${told?.state ?? nothing}>
      <video playsinline autoplay .muted=${true} .srcObject=${stream} @loadedmetadata=${take}
        aria-label=${t("What the camera sees")}></video>
      ${stream ? html`<div class="camera-aim" aria-hidden="true"></div>` : waiting(t("The camera starts…"))}
    </div>
    ${toldView(reading, told, camera.options.hint ?? t("Hold the code into the frame."))}
    ${light === null ? nothing : html`<button type="button" class="button wide" aria-pressed=${light}
      @click=${() => camera.turnLight()}>${t("Light")}</button>`}`;
}

/** @param {string} reading @param {Told|null} told @param {string} hint */
function toldView(reading, told, hint) {
  if (told) return html`<p class="banner camera-told" data-state=${told.state}>${symbol(ICONS[told.state])}
    <span class="grow">${told.words}</span></p>`;
  return html`<p class="banner camera-told">${reading || hint}</p>`;
}
