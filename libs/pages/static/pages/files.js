/** Tables as files. */

/** An amount below zero is none. */
const FORMULA = /^(?:[=+@\t\r]|-(?![0-9]+(?:\.[0-9]+)?$))/;

/**
 * A table as RFC 4180 has it. What a spreadsheet would take for a formula is kept a text.
 * @template {object} Row
 * @param {(keyof Row & string)[]} columns
 * @param {Row[]} rows
 */
export function csv(columns, rows) {
  const lines = [columns, ...rows.map((row) => columns.map((name) => cell(row[name])))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

/** @param {unknown} value */
function cell(value) {
  const text = String(value ?? "");
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Saves a table. @param {string} name @param {string} content */
export const download = (name, content) => saveFile(name, new Blob(["\ufeff", content], { type: "text/csv" }));

/** @param {string} name @param {Blob} content */
export function saveFile(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
