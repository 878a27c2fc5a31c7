/** What reads codes from a video: the browser's own BarcodeDetector where it has one that can, else our worker. */

import { asAsked } from "./barcodes.js";

/** @typedef {import("./barcodes.js").Format} Format */
/** @typedef {import("./barcodes.js").Code} Code */
/** @typedef {{detect: (video: HTMLVideoElement) => Promise<Code|null>, close: () => void}} Detector a frame at once */
/** @typedef {{rawValue: string, format: string}} Found */
/** @typedef {{detect: (video: HTMLVideoElement) => Promise<Found[]>}} Native */
/** @typedef {{new (options: {formats: string[]}): Native, getSupportedFormats: () => Promise<string[]>}} NativeClass */

const LONGEST = 1280; // pixels of the frames that the worker gets

/** The worker did not load, or failed. */
export class NoDecoder extends Error {}

/**
 * @param {Format[]} formats
 * @returns {Promise<Detector>}
 */
export async function makeDetector(formats) {
  const own = await makeNative(formats);
  if (!own) return makeReader(formats);
  /** @type {Detector|null} */
  let reader = null;
  const detect = async (/** @type {HTMLVideoElement} */ video) => {
    if (reader) return reader.detect(video);
    try {
      return first(await own.detect(video), formats);
    } catch {
      reader = makeReader(formats); // what it asks of the system may be missing, though it says it is there
      return reader.detect(video);
    }
  };
  return { detect, close: () => reader?.close() };
}

/**
 * @param {Format[]} formats
 * @returns {Promise<Native|null>}
 */
async function makeNative(formats) {
  const { BarcodeDetector } = /** @type {{BarcodeDetector?: NativeClass}} */ (/** @type {unknown} */ (globalThis));
  if (!BarcodeDetector) return null;
  const supported = await BarcodeDetector.getSupportedFormats().catch(() => /** @type {string[]} */ ([]));
  const needed = formats.map((format) => (format === "upc_a" && !supported.includes(format) ? "ean_13" : format));
  return needed.every((format) => supported.includes(format)) ? new BarcodeDetector({ formats: needed }) : null;
}

/**
 * @param {Found[]} found
 * @param {Format[]} formats
 * @returns {Code|null}
 */
function first(found, formats) {
  const codes = found.map(({ rawValue, format }) => asAsked({ format, text: rawValue }, formats));
  return codes.find((code) => code !== null) ?? null;
}

/**
 * @param {Format[]} formats
 * @returns {Detector}
 */
function makeReader(formats) {
  const worker = new Worker(new URL("decoder.js", import.meta.url), { type: "module" });
  const grab = grabber();
  let turn = 0;
  const detect = (/** @type {HTMLVideoElement} */ video) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data && asAsked(data, formats));
    worker.onerror = ({ message }) => reject(new NoDecoder(message));
    const { data, width, height } = grab(video);
    worker.postMessage({ pixels: data.buffer, width, height, formats, turn: turn++ }, [data.buffer]);
  });
  return { detect, close: () => worker.terminate() };
}

/** A canvas that gives the pixels of a frame. The worker could draw it too, but not on iPhones before iOS 16.4. */
function grabber() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new NoDecoder("no canvas");
  return (/** @type {HTMLVideoElement} */ video) => {
    const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
    const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(video, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  };
}
