// Tones of our own for new orders, cancelled ones, and calls. That for new ones comes again until they are accepted.
import { settings } from "./settings.js";

const AGAIN = 20000; // ms
const TONES = { // [Hz, start in s, length in s]
  order: [[660, 0, 0.16], [880, 0.18, 0.16], [1100, 0.36, 0.3]],
  ready: [[784, 0, 0.12], [1047, 0.14, 0.12], [784, 0.28, 0.12], [1047, 0.42, 0.24]],
  changed: [[520, 0, 0.22], [390, 0.26, 0.36]],
  call: [[1320, 0, 0.5], [1320, 0.6, 0.5]],
};
let audio = null, unlocksNow = false, onBlocked = () => {};

/** Whether the browser lets us sound; it wants one tap first. */
export const isBlocked = () => settings().sound && audio?.state !== "running";

/** Make ready to sound, and call `listener` whenever the browser allows or forbids it. */
export function prepare(listener) {
  onBlocked = listener;
  if (!audio && window.AudioContext) {
    audio = new AudioContext();
    audio.addEventListener("statechange", () => onBlocked());
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (unlocksNow = false), true);
    for (const kind of ["pointerup", "keydown"]) addEventListener(kind, unlock, true);
  }
  onBlocked();
}

/** To be called in a tap. */
export function unlock() {
  if (!audio || audio.state === "running") return;
  unlocksNow = true;
  audio.resume().catch(() => onBlocked());
}

/** Whether this very tap has allowed sounds: the button that says they are blocked must not switch them off then. */
export const wasJustUnlocked = () => unlocksNow;

/** Sound, unless muted. */
export function play(kind) {
  const { sound, sounds, volume } = settings();
  if (!sound || sounds[kind] === false || audio?.state !== "running") return;
  for (const [pitch, start, length] of TONES[kind]) tone(pitch, audio.currentTime + start, length, volume);
}

function tone(pitch, start, length, volume) {
  const source = audio.createOscillator();
  const loudness = audio.createGain();
  source.type = "triangle";
  source.frequency.value = pitch;
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(volume, start + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.001, start + length);
  source.connect(loudness).connect(audio.destination);
  source.start(start);
  source.stop(start + length + 0.05);
}

/** Sound again and again as long as `isWaiting()`; answers how to end that. */
export function repeat(kind, isWaiting, every = AGAIN) {
  const timer = setInterval(() => isWaiting() && play(kind), every);
  return () => clearInterval(timer);
}
