/** What a camera may read, whether it can be right, and when it is new. */

/** @typedef {"ean_13"|"ean_8"|"upc_a"|"qr_code"} Format as the browsers' BarcodeDetector names them */
/** @typedef {{format: Format, text: string}} Code */

const GONE_MS = 1500; // a code that was out of the picture for so long is a new one when it comes back

/**
 * The code as it was asked for, or null. The 12 digits of a UPC-A are the EAN-13 with a 0 before them: which of both a
 * camera says is chance, so it is a UPC-A where that was asked for.
 * @param {{format: string, text: string}} read
 * @param {Format[]} formats that were asked for
 * @returns {Code|null}
 */
export function asAsked({ format, text }, formats) {
  if (format === "qr_code") return text && formats.includes(format) ? { format, text } : null;
  if (!isRight(text)) return null;
  if (text.length === 8) return formats.includes("ean_8") ? { format: "ean_8", text } : null;
  const long = text.padStart(13, "0");
  if (long.startsWith("0") && formats.includes("upc_a")) return { format: "upc_a", text: long.slice(1) };
  return formats.includes("ean_13") ? { format: "ean_13", text: long } : null;
}

/**
 * Whether it is a barcode of GS1 and its last digit is the check digit of the others.
 * @param {string} text
 */
export function isRight(text) {
  if (!/^(\d{8}|\d{12,13})$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

/**
 * Says of each frame whether it shows a code that is to be told: once, until frames without it say that it was gone
 * for a while, or another came. A phone that looks seldom has not seen that it was gone.
 * @param {{frames: number}} options how many frames must show a code, and no other between them, before it is believed
 * @returns {(text: string|null, now: number) => boolean} `now` in milliseconds
 */
export function newcomers({ frames }) {
  const told = { text: "", seen: 0, isMissed: false };
  const next = { ...told, count: 0 };
  return (text, now) => {
    for (const code of [told, next]) code.isMissed ||= text !== code.text;
    if (text === null) return false;
    const isGone = (/** @type {typeof told} */ code) => code.isMissed && now - code.seen >= GONE_MS;
    const known = text === told.text && !isGone(told);
    const again = text === next.text && !isGone(next);
    Object.assign(next, { text: known ? "" : text, seen: now, isMissed: false, count: again ? next.count + 1 : 1 });
    if (known) Object.assign(told, { seen: now, isMissed: false });
    if (known || next.count < frames) return false;
    Object.assign(told, { text, seen: now, isMissed: false });
    return true;
  };
}
