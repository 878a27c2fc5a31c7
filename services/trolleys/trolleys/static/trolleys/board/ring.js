/** Tones: for who begins to wait, and for what the exit finds. This device may be silenced; it remembers that. */

import { recall, remember } from "../../pages/storage.js";
import { page } from "./state.js";

const PLACE = "aisle.board.sound";
const AGAIN_MS = 30_000; // while somebody waits
const LONG_MS = 60_000; // who waits so long is rung for again

/** Tones as [Hz, start, length] in seconds. */
const SIGNALS = {
  waits: [[880, 0, 0.35], [1175, 0.2, 0.35]],
  good: [[1320, 0, 0.12]],
  bad: [[330, 0, 0.2], [247, 0.22, 0.35]],
};

/** @type {AudioContext|null} */
let audio = null;
let rung = 0;

/** Browsers let nobody sound before a first tap: each tap asks again. */
async function unlock() {
  if (!globalThis.AudioContext || audio?.state === "running") return;
  audio ??= new AudioContext();
  await audio.resume().catch(() => undefined);
  look();
}

/** Brings the state up to date: on, off, or blocked by the browser. */
function look() {
  const sound = recall(PLACE) === "off" ? "off" : audio?.state === "running" ? "on" : "blocked";
  if (sound !== page.state.sound) page.set({ sound });
}

/** From the beginning of the page on. */
export function prepareSound() {
  look();
  addEventListener("pointerup", unlock);
  addEventListener("keyup", unlock);
}

/** A tap on the switch: what the browser blocks is allowed by that tap, else it turns over. */
export async function turnSound() {
  const { sound } = page.state;
  if (sound !== "blocked") remember(PLACE, sound === "on" ? "off" : null);
  await unlock();
  look();
  if (page.state.sound === "on") play("waits");
}

/** Somebody begins to wait. */
export function ring() {
  rung = Date.now();
  play("waits");
}

/** Called each second: rings again while somebody waits for long. */
export function ringAgain() {
  const { waiting, now } = page.state;
  const isLong = waiting.some(({ since }) => now - Date.parse(since) > LONG_MS);
  if (isLong && Date.now() - rung > AGAIN_MS) ring();
}

/** @param {keyof typeof SIGNALS} name */
export function play(name) {
  if (page.state.sound !== "on" || audio?.state !== "running") return;
  for (const [pitch, start, length] of SIGNALS[name]) {
    const source = audio.createOscillator();
    const loudness = audio.createGain();
    const begin = audio.currentTime + start;
    source.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.25, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + length);
    source.connect(loudness).connect(audio.destination);
    source.start(begin);
    source.stop(begin + length + 0.05);
  }
}
