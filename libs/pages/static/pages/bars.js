/**
 * Barcodes in a grey picture: lines are laid across it at several angles, and what several read alike is a code.
 *
 * zxing holds on to the first thing in a row of pixels that looks like a beginning. Here a line is cut into bars, and
 * only a stretch with as many bars as a barcode has, between two quiet zones, is given to its readers: what stands
 * beside a barcode does no harm, and few misreadings come that far (ADR 42).
 */

import { edges, linesAcross, shadesAlong, sharpened } from "./lines.js";
import { BitArray, EAN13Reader, EAN8Reader, Exception } from "./vendor/zxing.js";

/** @typedef {{format: "ean_13"|"ean_8", text: string}} Reading */

/** What is between the first edge and the last: bars and spaces by turns; widths are counted in modules. */
const SHAPES = /** @type {const} */ ([
  { format: "ean_13", parts: 59, modules: 95, half: 24, reader: new EAN13Reader() },
  { format: "ean_8", parts: 43, modules: 67, half: 16, reader: new EAN8Reader() },
]);
/** @typedef {typeof SHAPES[number]} Shape */

/** Degrees. Most people hold a barcode straight; of the slanted lines, which take time, each frame gets a third. */
const STRAIGHT = [0, 90];
const SLANTED = [[45, 135], [22.5, 112.5], [67.5, 157.5]];
const AGREEING = 3; // lines
const DOUBT = 3; // for each line that reads something else, so many more have to agree
const QUIET = 4; // modules at both ends; the standard wants 7 and more
const [THINNEST, WIDEST] = [0.4, 1.8]; // modules of a guard's part, which has one
const DIGIT = 7; // modules
const SLACK = 1.5; // modules that a digit is wider or narrower where the barcode is curved or seen from one side
const PIXELS = 8; // per module, in the rows that are read
const FAR = 0.2; // modules, in the mean, that parts differ from those of a code which is no longer believed

/** After so many frames every angle has been tried. */
export const TURNS = SLANTED.length;

/**
 * The barcode that several lines across a picture agree on.
 * @param {import("./lines.js").Picture} picture
 * @param {number} turn the number of the frame
 * @returns {Reading|null}
 */
export function readBars(picture, turn) {
  /** @type {Map<string, number>} */
  const lines = new Map();
  let read = 0;
  for (const angle of [...STRAIGHT, ...SLANTED[turn % TURNS]]) {
    for (const line of linesAcross(picture, angle)) {
      const shades = shadesAlong(picture, line);
      const reading = readLine(edges(shades)) ?? readLine(edges(sharpened(shades)));
      if (!reading) continue;
      const count = (lines.get(reading.text) ?? 0) + 1;
      lines.set(reading.text, count);
      read += 1;
      if (count >= AGREEING && count > DOUBT * (read - count)) return reading;
    }
  }
  return null;
}

/**
 * @param {Float32Array} places the edges along a line
 * @returns {Reading|null}
 */
function readLine(places) {
  for (const shape of SHAPES) {
    for (let first = 0; first + shape.parts < places.length; first += 2) {
      const parts = stretch(places, first, shape);
      if (!parts) continue;
      const text = readParts(parts, shape) ?? readParts(parts.reverse(), shape);
      if (text) return { format: shape.format, text };
    }
  }
  return null;
}

/**
 * The widths of parts, in modules, of what looks like a barcode from an edge on.
 * @param {Float32Array} places
 * @param {number} first
 * @param {Shape} shape
 * @returns {number[]|null}
 */
function stretch(places, first, { parts, modules, half }) {
  const last = first + parts;
  const module = (places[last] - places[first]) / modules;
  const before = places[first] - (places[first - 1] ?? 0);
  const after = (places[last + 1] ?? Infinity) - places[last];
  if (Math.min(before, after) < QUIET * module) return null;
  const found = Array.from({ length: parts }, (_, at) => (places[first + at + 1] - places[first + at]) / module);
  const guards = [...found.slice(0, 3), ...found.slice(3 + half, 8 + half), ...found.slice(-3)];
  if (guards.some((width) => width < THINNEST || width > WIDEST)) return null;
  const digits = [3, 8 + half].flatMap((start) => sums(found.slice(start, start + half)));
  return digits.every((width) => Math.abs(width - DIGIT) < SLACK) ? found : null;
}

/** The widths of digits, which have four parts each. @param {number[]} parts */
function sums(parts) {
  const digits = [];
  for (let at = 0; at < parts.length; at += 4) digits.push(parts[at] + parts[at + 1] + parts[at + 2] + parts[at + 3]);
  return digits;
}

/**
 * @param {number[]} parts
 * @param {Shape} shape
 * @returns {string|null}
 */
function readParts(parts, shape) {
  const even = evened(parts, shape);
  const row = new BitArray((shape.modules + 2 * QUIET) * PIXELS);
  let place = QUIET;
  for (const [at, width] of even.entries()) {
    if (at % 2 === 0) row.setRange(Math.round(place * PIXELS), Math.round((place + width) * PIXELS));
    place += width;
  }
  try {
    const text = shape.reader.decodeRow(0, row).getText();
    return distance(even, printed(text, shape)) < FAR ? text : null;
  } catch (problem) {
    if (problem instanceof Exception) return null;
    throw problem;
  }
}

/**
 * The parts as they were printed: ink runs and light blooms, and all bars grow or shrink as those of the guards do.
 * @param {number[]} parts
 * @param {Shape} shape
 */
function evened(parts, { half }) {
  const guards = [0, 2, 4 + half, 6 + half, 8 + 2 * half, 10 + 2 * half];
  const bold = guards.reduce((sum, bar) => sum + parts[bar], 0) / guards.length - 1;
  return parts.map((part, at) => (at % 2 ? part + bold : part - bold));
}

/**
 * The parts that a code has.
 * @param {string} text
 * @param {Shape} shape
 * @returns {number[]}
 */
function printed(text, { half }) {
  const count = half / 4; // digits in each half; a 13th one is told by which of the left half are written as "G"
  const parity = text.length > 2 * count ? EAN13Reader.FIRST_DIGIT_ENCODINGS[Number(text[0])] : 0;
  const digits = Array.from(text.slice(-2 * count), (digit, at) => {
    const asG = at < count && (parity >> (count - 1 - at)) & 1;
    return [...EAN13Reader.L_AND_G_PATTERNS[Number(digit) + (asG ? 10 : 0)]];
  });
  return [1, 1, 1, ...digits.slice(0, count).flat(), 1, 1, 1, 1, 1, ...digits.slice(count).flat(), 1, 1, 1];
}

/** How far widths are from others, in the mean. @param {number[]} some @param {number[]} others */
function distance(some, others) {
  return some.reduce((sum, width, at) => sum + Math.abs(width - others[at]), 0) / some.length;
}
