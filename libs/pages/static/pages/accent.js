/**
 * A place's own colour as the accent of a page: as near to it as can be read, on light paper and on dark. Pure, but for
 * `paint`, which sets the properties by CSSOM (the policy of our pages allows that, and no style attribute).
 */

/** @typedef {[number, number, number]} Colour  red, green, blue from 0 to 255 */
/** @typedef {Record<"--accent"|"--accent-soft"|"--on-accent", string>} Accent  properties of tokens.css */

const ENOUGH = 4.5; // WCAG 2.2, 1.4.3
const STEPS = 50;

/** What texts in the accent stand on, from tokens.css; `end` is where the colour goes until it can be read. */
const THEMES = {
  light: { paper: ["#ffffff", "#f7f6f2"], soft: 0.12, end: "#000000" },
  dark: { paper: ["#1b211e", "#121614"], soft: 0.2, end: "#ffffff" },
};
const LETTERS = ["#ffffff", "#000000"]; // on the accent itself

/** Red, green and blue of `#rrggbb`; null for anything else. @param {unknown} text @returns {Colour|null} */
export function read(text) {
  if (typeof text !== "string" || !/^#[0-9a-f]{6}$/i.test(text)) return null;
  const number = Number.parseInt(text.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** @param {string} text known to be a colour @returns {Colour} */
const known = (text) => read(text) ?? [0, 0, 0];

/** @param {Colour} colour */
const write = (colour) => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** So much of the way from one colour to another. @param {Colour} one @param {Colour} other @param {number} share */
const mixed = (one, other, share) =>
  known(write(/** @type {Colour} */ (one.map((part, at) => part + (other[at] - part) * share))));

/** @param {Colour} colour */
function luminance(colour) {
  const [red, green, blue] = colour.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (the same) to 21 (black and white). @param {Colour} one @param {Colour} other */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((first, second) => first - second);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {Colour} accent @param {typeof THEMES.light} theme */
const softOf = (accent, { paper, soft }) => mixed(known(paper[0]), accent, soft);

/** @param {Colour} colour @param {typeof THEMES.light} theme @returns {Accent} */
function fitted(colour, theme) {
  for (let step = 0; step <= STEPS; step += 1) {
    const accent = mixed(colour, known(theme.end), step / STEPS);
    const behind = [...theme.paper.map(known), softOf(accent, theme)];
    if (step < STEPS && behind.some((each) => contrast(accent, each) < ENOUGH)) continue;
    const on = LETTERS.find((each) => contrast(known(each), accent) >= ENOUGH) ?? LETTERS[1];
    return { "--accent": write(accent), "--accent-soft": write(softOf(accent, theme)), "--on-accent": on };
  }
  throw new Error("black is read on white");
}

/**
 * The accent of a colour on light and on dark paper, each with letters of at least 4.5 : 1; null for what is no colour.
 * @param {unknown} colour
 * @returns {{light: Accent, dark: Accent}|null}
 */
export function accentsOf(colour) {
  const found = read(colour);
  return found && { light: fitted(found, THEMES.light), dark: fitted(found, THEMES.dark) };
}

/**
 * Gives the page this accent, and the other one when the system turns dark or light; without a colour that of Aisle.
 * Answers with what ends it.
 * @param {unknown} colour
 */
export function paint(colour) {
  const accents = accentsOf(colour);
  const { style } = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const draw = () => {
    const now = accents?.[dark.matches ? "dark" : "light"];
    for (const name of ["--accent", "--accent-soft", "--on-accent"]) style.removeProperty(name);
    for (const [name, value] of Object.entries(now ?? {})) style.setProperty(name, value);
  };
  draw();
  if (accents) dark.addEventListener("change", draw);
  return () => dark.removeEventListener("change", draw);
}
