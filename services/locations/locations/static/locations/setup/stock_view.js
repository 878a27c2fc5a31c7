/** The stock sheet of a product, and what its card says of the stock. */

import { fieldsView, formView, plainButton, submitButton } from "../../pages/fields.js";
import { isLow, reservedOf } from "../../pages/menu.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { kindWords, shortfallWords, signed } from "./movements.js";
import { address } from "./routes.js";

/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("./stock.js").Stock} Stock */
/** @typedef {import("./stock.js").Kind} Kind */
/** @typedef {import("./movements.js").Movement} Movement */
/** @typedef {import("./movements.js").Movements} Movements */

/** "12 in stock · 2 reserved"; "" where nobody counts. @param {Product} product */
export function stockWords(product) {
  if (product.stock === null) return "";
  const reserved = reservedOf(product);
  const parts = [t("{count} in stock", { count: product.stock })];
  if (reserved) {
    parts.push(t("{count} reserved", { count: reserved }), t("{count} available", { count: product.available ?? 0 }));
  }
  return parts.join(" · ");
}

/** The way to the sheet, on a product's card; nothing where nobody counts. @param {Product} product */
export function stockLink(product) {
  if (product.stock === null) return nothing;
  const words = stockWords(product);
  return html`<a class="stock-link" href=${stockAddress(product)} aria-label="${words}: ${product.name}">${
    symbol("box")}<span>${words}</span></a>`;
}

/** That few are left, by a sign and by words. @param {Product} product */
export const lowBadge = (product) =>
  (isLow(product) ? html`<span class="badge" data-state="warn">${symbol("warn")}${t("Low stock")}</span>` : nothing);

/** @param {Product} product */
export const stockAddress = ({ id, location_id: place }) => address(place, "menu", `${id}-stock`);

/** @param {Stock} sheet */
export function stockView(sheet) {
  const { product } = sheet;
  const isCounted = product.stock !== null;
  return html`
    <div class="stack tight">
      <h2 tabindex="-1">${t("Stock")}: <span dir="auto">${product.name}</span></h2>
      ${isCounted ? figures(product) : uncounted()}
    </div>
    ${isCounted ? kinds(sheet) : nothing}
    ${actView(sheet, isCounted ? sheet.kind : "count")}
    ${movementsView(sheet.movements)}
    ${isCounted ? html`<p>${plainButton(t("Count no longer"), () => sheet.stop(), "quiet stop")}</p>` : nothing}`;
}

const uncounted = () => html`<p>${
  t("Nobody counts this product, so it never runs out. Count it once, and from then on each sale is taken off.")}</p>`;

/** @param {Product} product */
function figures(product) {
  const facts = [
    [t("In stock"), product.stock], [t("Reserved"), reservedOf(product)], [t("Available"), product.available],
  ];
  return html`<dl class="figures">${
      facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    ${product.available === 0 ? html`<p><span class="badge" data-state="warn">${t("Sold out")}</span></p>` : nothing}
    ${isLow(product) ? html`<p>${lowBadge(product)}</p>` : nothing}`;
}

/** What is to be done: one of three. @param {Stock} sheet */
function kinds(sheet) {
  /** @type {[Kind, string][]} */
  const all = [["delivery", t("Delivery")], ["loss", t("Loss")], ["count", t("Count")]];
  return html`<div class="kinds" role="group" aria-label=${t("What has happened?")}>${all.map(([kind, words]) => html`
    <button type="button" class="chip" aria-pressed=${String(sheet.kind === kind)}
      @click=${() => sheet.choose(kind)}>${words}</button>`)}</div>`;
}

/** @param {Stock} sheet @param {Kind} kind */
function actView(sheet, kind) {
  const form = sheet.forms[kind];
  const words = { delivery: t("Add to the stock"), loss: t("Take off the stock"), count: t("Save the count") };
  const labels = { delivery: t("Delivery"), loss: t("Loss"), count: t("Stock-taking") };
  const content = kind === "delivery" ? html`<div class="pair close">${fieldsView(form)}</div>` : fieldsView(form);
  return formView(form, { label: labels[kind], content, actions: submitButton(form, words[kind]) });
}

/** What losses are mostly about: one tap writes it. @param {Form} form */
export function reasonsView(form) {
  const all = [t("broken"), t("spoiled"), t("expired"), t("missing")];
  return html`<div class="chips" role="group" aria-label=${t("Frequent reasons")}>${all.map((each) => html`
    <button type="button" class="chip" aria-pressed=${String(form.values.reference === each)}
      @click=${() => form.set("reference", each)}>${each}</button>`)}</div>`;
}

/** How what is counted differs from what should be there. @param {Stock} sheet */
export function differenceView({ product, forms }) {
  const typed = String(forms?.count.values.counted ?? "").trim();
  const isNumber = /^\d{1,9}$/.test(typed) && product.stock !== null;
  return html`<p class="hint" role="status">${isNumber ? difference(Number(typed) - (product.stock ?? 0)) : ""}</p>`;
}

/** @param {number} more */
function difference(more) {
  if (more === 0) return t("As many as are written here.");
  return more > 0
    ? n("{count} more than is written here.", "{count} more than are written here.", more)
    : n("{count} fewer than is written here.", "{count} fewer than are written here.", -more);
}

/** @param {Movements} all */
function movementsView(all) {
  const { items, isRead, hasMore, busy, trouble } = all;
  return html`<section class="stack tight history" aria-label=${t("Movements")} aria-busy=${String(busy)}>
    <h3>${t("Movements")}</h3>
    ${isRead && items.length === 0 ? html`<p class="hint">${t("Nothing has changed the stock yet.")}</p>` : nothing}
    <ol class="movements" ?hidden=${items.length === 0}>${
      repeat(items, ({ id }) => id, (each) => movementView(each, all.nameOf(each)))}</ol>
    <p class="banner" data-state="bad" role="alert" ?hidden=${!trouble}>${trouble}</p>
    ${trouble && !isRead ? html`<p>${plainButton(t("Try again"), () => all.load())}</p>` : nothing}
    ${hasMore ? html`<p>${plainButton(t("Show more"), () => all.older())}</p>` : nothing}
  </section>`;
}

/** @param {Movement} movement @param {string} name of who did it */
function movementView(movement, name) {
  const { change, stock, reference, at } = movement;
  const more = [name, reference, shortfallWords(movement)].filter(Boolean);
  return html`<li>
    <span class="what">${kindWords(movement)}</span>
    <span class="change">${signed(change)}</span>
    <span class="left">${stock === null ? t("not counted") : t("then {count}", { count: stock })}</span>
    <span class="hint">${more.map((each) => html`<bdi>${each}</bdi> · `)}<time
      datetime=${at}>${dayAndClock(at)}</time></span>
  </li>`;
}
