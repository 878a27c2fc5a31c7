// Codes of tables as people type them: eight letters and digits, of which the last one checks the others.
const LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LONG = /([0-9a-f]{40})\/?\s*$/i; // the code of a sitting
const ADDRESS = /\/t\/([^/\s?#]+)\/?/;
const BETWEEN = /[\s\-–—_.·/]+/g;

/**
 * Reads what somebody has typed or pasted: `{code}`, or `{slip}` for what is wrong with it: "empty", "letter" (with
 * `letter`, which no code has), "short", "long" (with `count`), or "mistyped".
 */
export function readCode(typed) {
  const [, long] = LONG.exec(typed) ?? [];
  if (long) return { code: long.toLowerCase() };
  const [, part = typed] = ADDRESS.exec(typed) ?? [];
  const code = part.normalize("NFKC").replace(BETWEEN, "").toUpperCase();
  const letter = [...code].find((one) => !LETTERS.includes(one));
  if (code === "") return { slip: "empty" };
  if (letter) return { slip: "letter", letter };
  if (code.length !== 8) return { slip: code.length < 8 ? "short" : "long", count: code.length };
  return isRight(code) ? { code } : { slip: "mistyped" };
}

/** The check of ISO 7064, MOD 31,30: a single wrong letter, and nearly every swap of neighbours, does not pass. */
function isRight(code) {
  const most = LETTERS.length;
  const values = [...code].map((letter) => LETTERS.indexOf(letter));
  const last = values.pop();
  const carry = values.reduce((before, value) => (((before + value) % most || most) * 2) % (most + 1), most);
  return (carry + last) % most === 1;
}
