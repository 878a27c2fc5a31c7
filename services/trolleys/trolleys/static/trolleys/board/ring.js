/** A tone for who begins to wait. Browsers let nobody sound before a first tap. */

/** @type {AudioContext|null} */
let audio = null;

addEventListener("pointerup", () => {
  if (!globalThis.AudioContext) return;
  audio ??= new AudioContext();
  audio.resume().catch(() => undefined);
});

export function ring() {
  if (audio?.state !== "running") return;
  for (const [pitch, start] of [[880, 0], [1175, 0.2]]) {
    const source = audio.createOscillator();
    const loudness = audio.createGain();
    const begin = audio.currentTime + start;
    source.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.25, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + 0.35);
    source.connect(loudness).connect(audio.destination);
    source.start(begin);
    source.stop(begin + 0.4);
  }
}
