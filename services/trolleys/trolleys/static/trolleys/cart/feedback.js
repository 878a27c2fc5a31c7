/** What a shopper hears, feels and sees beside the words: that something was taken or not, that time runs out. */

import { t } from "../../pages/texts.js";

/** @type {AudioContext|null} */
let audio = null;
const title = document.title;

/** Tones as [Hz, start, length] in seconds, and the pattern of vibration in milliseconds. */
const SIGNALS = {
  taken: { tones: [[1320, 0, 0.09]], pattern: [40] },
  refused: { tones: [[330, 0, 0.16], [247, 0.2, 0.28]], pattern: [120, 60, 120] },
  alarm: { tones: [[880, 0, 0.2], [660, 0.25, 0.2], [880, 0.5, 0.2]], pattern: [300, 100, 300, 100, 300] },
};

/** With the first tap: browsers let nobody sound before one. */
document.addEventListener("click", () => {
  if (!globalThis.AudioContext || audio?.state === "running") return;
  audio ??= new AudioContext();
  audio.resume().catch(() => undefined);
}, { capture: true });

export const taken = () => signal("taken");
export const refused = () => signal("refused");

/** The session runs out while nobody looks. */
export function alarm() {
  document.title = `⏳ ${t("Are you still there?")}`;
  signal("alarm");
}

export function calm() {
  document.title = title;
}

/** @param {keyof typeof SIGNALS} name */
function signal(name) {
  const { tones, pattern } = SIGNALS[name];
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
  if (audio?.state !== "running") return;
  for (const [pitch, start, length] of tones) tone(audio, pitch, audio.currentTime + start, length);
}

/** @param {AudioContext} context @param {number} pitch @param {number} start @param {number} length */
function tone(context, pitch, start, length) {
  const source = context.createOscillator();
  const loudness = context.createGain();
  source.frequency.value = pitch;
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(0.3, start + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.001, start + length);
  source.connect(loudness).connect(context.destination);
  source.start(start);
  source.stop(start + length + 0.05);
}
