// What receipts are printed on. A roll has no pages: its one page is as long as the receipt.
import { recall, remember } from "../../pages/storage.js";

const NAME = "aisle.receipt.paper";
const PAPERS = ["roll", "a4"];
const PIXELS = 96 / 25.4; // to the millimetre, as CSS has it
const MARGIN = 4; // mm around a roll: printers of 80 mm print 72 mm
const SPARE = 3; // mm, so that nothing goes on to another page

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** What this device prints on: "roll" or "a4". */
export const paper = () => PAPERS.find((each) => each === recall(NAME)) ?? PAPERS[0];

export const keepPaper = (wanted) => remember(NAME, wanted);

/** Make the page of the printer fit what is printed, an element; null while there is none. */
export function setPage(wanted, slip) {
  const height = Math.ceil((slip?.scrollHeight ?? 0) / PIXELS) + 2 * MARGIN + SPARE;
  sheet.replaceSync(wanted === "a4" ? "@page { size: A4 portrait; margin: 15mm; }"
    : `@page { size: 80mm ${height}mm; margin: ${MARGIN}mm; }`);
}
