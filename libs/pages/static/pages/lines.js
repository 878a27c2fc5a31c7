/** Lines across a grey picture, and where it changes between light and dark along them. */

/** @typedef {{grey: Uint8ClampedArray, width: number, height: number}} Picture one byte per pixel */
/** @typedef {{x: number, y: number, dx: number, dy: number, count: number}} Line points of a picture, in a row */

const SPACING = 8; // pixels between lines
const STEP = 0.5; // pixels between the points of a line: a bar may be little wider than a pixel
const BESIDE = [-1.5, 0, 1.5]; // pixels to the points whose mean a point is, so that noise is less
const FAINTEST = 10; // shades of 255 between a bar and a space
const FAINT = 0.12; // of the difference between light and dark near by
const NEAR = 32; // points
const REACH = 3; // points to those that a sharpened point is compared with

/**
 * Parallel lines at an angle, from the middle outwards: there the code is, mostly.
 * @param {Picture} picture
 * @param {number} degrees
 * @returns {Generator<Line>}
 */
export function* linesAcross({ width, height }, degrees) {
  const dx = Math.cos((degrees * Math.PI) / 180);
  const dy = Math.sin((degrees * Math.PI) / 180);
  const reach = (Math.abs(dy) * width + Math.abs(dx) * height) / 2;
  for (let away = SPACING / 2; away < reach; away += SPACING) {
    for (const side of [away, -away]) {
      const x = (width - 1) / 2 - dy * side;
      const y = (height - 1) / 2 + dx * side;
      const [from, to] = inside([x, dx, width - 1], [y, dy, height - 1]);
      const count = Math.floor((to - from) / STEP);
      if (count > 0) yield { x: x + dx * from, y: y + dy * from, dx: dx * STEP, dy: dy * STEP, count };
    }
  }
}

/**
 * From where to where a line lies inside a picture, as distances from a point of it.
 * @param {[at: number, direction: number, last: number][]} axes
 * @returns {[from: number, to: number]}
 */
function inside(...axes) {
  let [from, to] = [-Infinity, Infinity];
  for (const [at, direction, last] of axes) {
    if (Math.abs(direction) < 1e-9) continue;
    const ends = [-at / direction, (last - at) / direction];
    from = Math.max(from, Math.min(...ends));
    to = Math.min(to, Math.max(...ends));
  }
  return [from, to];
}

/**
 * The shades along a line, between the pixels too.
 * @param {Picture} picture
 * @param {Line} line
 * @returns {Float32Array}
 */
export function shadesAlong({ grey, width, height }, { x, y, dx, dy, count }) {
  const shades = new Float32Array(count);
  for (const beside of BESIDE) {
    const [fromX, fromY] = [x - (dy / STEP) * beside, y + (dx / STEP) * beside];
    for (let at = 0; at < count; at++) {
      const px = Math.min(Math.max(fromX + dx * at, 0), width - 1.001);
      const py = Math.min(Math.max(fromY + dy * at, 0), height - 1.001);
      const [column, row] = [Math.floor(px), Math.floor(py)];
      const first = row * width + column;
      const above = grey[first] + (grey[first + 1] - grey[first]) * (px - column);
      const below = grey[first + width] + (grey[first + width + 1] - grey[first + width]) * (px - column);
      shades[at] += (above + (below - above) * (py - row)) / BESIDE.length;
    }
  }
  return shades;
}

/**
 * The shades as they were before the lens blurred them, about.
 * @param {Float32Array} shades
 * @returns {Float32Array}
 */
export function sharpened(shades) {
  return shades.map((shade, at) => {
    const around = (shades[at - REACH] ?? shade) + (shades[at + REACH] ?? shade);
    return shade + 2 * shade - around;
  });
}

/**
 * Where light becomes dark, dark light, and so on: half way between one extreme and the next, so that neither light
 * that falls from one side nor blur moves it far.
 * @param {Float32Array} shades
 * @returns {Float32Array} points between those of the line, the first from light to dark
 */
export function edges(shades) {
  const turns = extremes(shades);
  const found = new Float32Array(turns.length - 1);
  for (let turn = 0; turn < found.length; turn++) {
    const middle = (shades[turns[turn]] + shades[turns[turn + 1]]) / 2;
    const dark = turn % 2 === 1;
    let at = turns[turn] + 1;
    while (shades[at] > middle !== dark) at += 1;
    found[turn] = at - (shades[at] - middle) / (shades[at] - shades[at - 1]);
  }
  return found;
}

/**
 * The lightest and the darkest points by turns, the lightest first. What is fainter than print counts as noise.
 * @param {Float32Array} shades
 */
function extremes(shades) {
  const least = faintest(shades);
  const found = [];
  let [extreme, dark] = [0, false];
  for (let at = 1; at < shades.length; at++) {
    const beyond = dark ? shades[extreme] - shades[at] : shades[at] - shades[extreme];
    if (beyond >= 0) extreme = at;
    else if (-beyond > least[Math.floor(at / NEAR)]) {
      found.push(extreme);
      [extreme, dark] = [at, !dark];
    }
  }
  found.push(extreme);
  return found;
}

/**
 * How much a bar and a space differ at the least, for each stretch of a line: less in the shade than in the light.
 * @param {Float32Array} shades
 * @returns {number[]}
 */
function faintest(shades) {
  const stretches = Array.from({ length: Math.ceil(shades.length / NEAR) }, (_, at) => range(shades, at * NEAR));
  return stretches.map((_, at) => {
    const near = stretches.slice(Math.max(at - 1, 0), at + 2);
    const contrast = Math.max(...near.map(([, most]) => most)) - Math.min(...near.map(([least]) => least));
    return Math.max(FAINTEST, FAINT * contrast);
  });
}

/**
 * @param {Float32Array} shades
 * @param {number} from
 * @returns {[least: number, most: number]}
 */
function range(shades, from) {
  let [least, most] = [Infinity, -Infinity];
  for (let at = from; at < Math.min(from + NEAR, shades.length); at++) {
    least = Math.min(least, shades[at]);
    most = Math.max(most, shades[at]);
  }
  return [least, most];
}
