/** The six digits of a display, however they are typed, pasted, or read by the camera. */

export const LENGTH = 6;
const DIGIT = /\p{Nd}/u;
const ALONE = /(?<!\p{Nd})(?:\p{Nd}[\s-]?){5}\p{Nd}(?!\p{Nd})/u;

/**
 * The digits in a text, at most six, as 0–9: "١٢٣ 456" is "123456".
 * @param {string} text
 */
export function digitsOf(text) {
  const whole = ALONE.exec(text)?.[0] ?? text; // what was pasted with words and other numbers around it
  return [...whole].filter((each) => DIGIT.test(each)).slice(0, LENGTH).map(valueOf).join("");
}

/** The value of a digit of any script: each has its ten in a row (Unicode, property Nd). @param {string} digit */
function valueOf(digit) {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (zero > point - 9 && DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return point - zero;
}

/**
 * What a code that the camera has seen leads to: the digits of a display, the page of a machine, or nothing here.
 * @param {string} text
 * @returns {{code: string}|{machineId: string}|null}
 */
export function readCode(text) {
  if (/^\d{6}$/.test(text.trim())) return { code: text.trim() };
  const isAddress = /^(https?:\/\/|\/)/.test(text) && URL.canParse(text, location.href);
  const path = isAddress ? new URL(text, location.href).pathname : "";
  const [, id] = /^\/vend\/([\w-]{1,50})\/?$/.exec(path) ?? [];
  return id ? { machineId: id } : null;
}
