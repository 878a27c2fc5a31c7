/** How products leave as a file and come back: download, choose or drop, look through, take in. */

import { plainButton } from "../../pages/fields.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, symbol, waiting } from "../../pages/view.js";
import { changesIn } from "./transfer.js";
import { lineWords } from "./reasons.js";
import { nameOfTag } from "./words_field.js";

/** @typedef {import("./transfer.js").Transfer} Transfer */
/** @typedef {import("./calls.js").Report} Report */
/** @typedef {import("./calls.js").ReportLine} ReportLine */
/** @typedef {import("./calls.js").LineError} LineError */

const SHOWN = 50; // lines before somebody asks for all

/** What the columns of the file are called here. @returns {Record<string, string>} */
const columns = () => ({
  name: t("Name"), price: t("Price"), stock: t("In stock"), barcode: t("Barcode"), category: t("Category"),
  categories: t("Category"), description: t("Description"), is_active: t("On sale"),
  low_stock_threshold: t("Low stock from"), tags: t("Diet and taste"), additives: t("Additives"),
  image: t("Picture"), min_age: t("Minimum age"), vat_rate: t("Value added tax in %"),
  is_listed: t("Stands on the menu"), option_groups: t("Options"), allergens: t("Allergens"),
});

/** As "Name (Deutsch)" for `name:de`. @param {string} field */
function columnName(field) {
  const [column, tag] = field.split(":");
  const name = columns()[column] ?? column;
  return tag ? `${name} (${nameOfTag(tag)})` : name;
}

/** @param {Transfer} transfer */
export function transferView(transfer) {
  const { busy, trouble, file, report } = transfer;
  return html`
    <h2 tabindex="-1">${t("Products as a file")}</h2>
    <section class="stack tight" aria-label=${t("Download")}>
      <p>${
        t("All products with prices, stock and barcodes, for a spreadsheet. Change it there and import it here.")}</p>
      <p><button type="button" class="button" aria-disabled=${String(busy)} @click=${() => transfer.save()}>
        ${symbol("download")}${t("Download the file")}</button></p>
    </section>
    <section class="stack tight" aria-label=${t("Import")} aria-busy=${String(busy)}>
      ${chooseView(transfer)}
      <p class="banner" data-state="bad" role="alert" ?hidden=${!trouble}>${trouble}</p>
      ${busy ? waiting(t("One moment…")) : nothing}
      ${file && !report && !busy ? html`<div class="row">${plainButton(t("Try again"), () => transfer.look())}
        ${plainButton(t("Put the file away"), () => transfer.forget(), "quiet")}</div>` : nothing}
      ${report ? reportView(transfer, report) : nothing}
    </section>`;
}

/** @param {Transfer} transfer */
function chooseView(transfer) {
  const take = (/** @type {FileList|null|undefined} */ files) => files?.[0] && void transfer.choose(files[0]);
  const changed = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    take(input.files);
    input.value = ""; // the same file may be chosen again, once it is mended
  };
  const drop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    take(event.dataTransfer?.files);
  };
  return html`<div class="drop-zone stack tight" @dragover=${(/** @type {Event} */ event) => event.preventDefault()}
      @drop=${drop}>
    <label for="products-file">${t("Choose a CSV file, or drop it here")}</label>
    <input type="file" id="products-file" accept=".csv,.txt,text/csv" @change=${changed}>
    <p class="hint">${t("Nothing is changed yet: first you see what the file would do.")}</p>
  </div>`;
}

/** @param {Transfer} transfer @param {Report} report */
function reportView(transfer, report) {
  const { created, changed, unchanged, errors, lines } = report;
  const facts = [
    [t("New"), created], [t("Changed"), changed], [t("Unchanged"), unchanged], [t("Errors"), errors.length],
  ];
  return html`<h3 tabindex="-1" class="report">${t("What {file} would do", { file: transfer.file?.name ?? "" })}</h3>
    <dl class="figures">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    ${errors.length ? errorsView(transfer, errors) : linesView(transfer, lines)}
    ${actions(transfer, report)}`;
}

/** @param {Transfer} transfer @param {LineError[]} errors */
function errorsView(transfer, errors) {
  return html`<p class="banner" data-state="bad" role="alert">${
      n("{count} error. Mend it in the file, then choose the file again: it is imported as a whole, or not at all.",
        "{count} errors. Mend them in the file, then choose the file again: it is imported as a whole, or not at all.",
        errors.length)}</p>
    <ol class="movements">${shownOf(transfer, errors).map(({ line, field, reason }) => html`<li>
      <span class="what">${field ? (columnName(field)) : t("The whole line")}</span>
      <span class="left">${t("Line {line}", { line })}</span>
      <span class="hint">${lineWords(reason)}</span></li>`)}</ol>
    ${moreView(transfer, errors.length)}`;
}

/** @param {Transfer} transfer @param {ReportLine[]} lines */
function linesView(transfer, lines) {
  if (!lines.length) return html`<p>${t("All products are already as they are in the file.")}</p>`;
  return html`<ol class="movements">${shownOf(transfer, lines).map((each) => html`<li>
      <span class="what" dir="auto">${each.name}</span>
      <span class="left">${each.action === "created" ? html`<span class="badge">${t("New")}</span>` : nothing}
        ${t("Line {line}", { line: each.line })}</span>
      ${each.action === "created" ? nothing : changesView(each)}</li>`)}</ol>
    ${moreView(transfer, lines.length)}`;
}

/** @param {ReportLine} line */
const changesView = ({ changes }) => html`<dl class="changes">${
  Object.entries(changes).map(([field, [before, after]]) => html`<div><dt>${columnName(field)}</dt>
    <dd><del><bdi>${shown(before)}</bdi></del> <span aria-hidden="true">→</span>
      <ins><bdi>${shown(after)}</bdi></ins></dd>
  </div>`)}</dl>`;

/** @param {unknown} value @returns {string} */
function shown(value) {
  if (value === true) return t("Yes");
  if (value === false) return t("No");
  if (Array.isArray(value)) return value.map((each) => each?.name ?? each).join(", ") || t("Nothing");
  return value === null || value === "" ? t("Nothing") : String(value);
}

/** @template Item @param {Transfer} transfer @param {Item[]} all */
const shownOf = ({ isOpen }, all) => (isOpen ? all : all.slice(0, SHOWN));

/** @param {Transfer} transfer @param {number} count */
const moreView = (transfer, count) =>
  (transfer.isOpen || count <= SHOWN ? nothing
    : html`<p>${plainButton(t("Show all {count}", { count }), () => transfer.open())}</p>`);

/** @param {Transfer} transfer @param {Report} report */
function actions(transfer, report) {
  const count = changesIn(report);
  const possible = count > 0 && report.errors.length === 0;
  return html`<div class="row">
    ${possible ? html`<button type="button" class="button primary" aria-disabled=${String(transfer.busy)}
      @click=${() => transfer.take()}>${symbol("upload")}${
        n("Import {count} product", "Import {count} products", count)}</button>` : nothing}
    ${plainButton(t("Put the file away"), () => transfer.forget(), "quiet")}
  </div>`;
}
