/** Adding without the trolley's scanner: a barcode that is typed, or a name that is searched. */

import { t } from "../../pages/texts.js";
import { html, live, nothing, repeat, symbol, waiting } from "../../pages/view.js";
import { money, units } from "../../pages/money.js";
import { makeStore } from "../../pages/store.js";
import { productsFind } from "./calls.js";
import { cameraButton } from "./camera.js";
import { addBarcode, addProduct } from "./outbox.js";
import { owner } from "./owner.js";
import { cart } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("../../pages/view.js").Template} Template */

const BARCODE = /^\d{6,14}$/;
const TYPING_MS = 250;

/** @typedef {{id: number, name: string, price: string, available: number|null}} Found */

/** @type {{typed: string, busy: boolean, found: Found[]|null, error: unknown}} */
const nothingYet = { typed: "", busy: false, found: null, error: null };
export const adding = makeStore({ ...nothingYet });
adding.watch(cart.changed);

let timer = 0;
let asked = 0;

/** @param {string} typed */
function type(typed) {
  adding.set({ typed, error: null });
  clearTimeout(timer);
  const words = typed.trim();
  if (words.length < 2 || BARCODE.test(words)) return adding.set({ found: null, busy: false });
  timer = setTimeout(() => search(words), TYPING_MS);
  return undefined;
}

/** @param {string} words */
async function search(words) {
  const turn = ++asked;
  adding.set({ busy: true });
  try {
    const answer = await productsFind(owner().place(), words);
    if (turn === asked) adding.set({ found: answer.map(({ product }) => product), busy: false });
  } catch (error) {
    if (turn === asked) adding.set({ error, busy: false });
  }
}

/** @param {Event} event */
function submit(event) {
  event.preventDefault();
  const typed = adding.state.typed.trim();
  if (BARCODE.test(typed)) return take(() => addBarcode(typed));
  const [only, more] = adding.state.found ?? [];
  return only && !more ? take(() => addProduct(only)) : undefined;
}

/** @param {() => void} add */
function take(add) {
  add();
  asked += 1;
  adding.set({ ...nothingYet });
}

/** @param {{typed: string, busy: boolean, found: Found[]|null, error: unknown}} state */
export function addingView({ typed, busy, found, error }) {
  const listen = (/** @type {Event} */ event) => type(/** @type {HTMLInputElement} */ (event.currentTarget).value);
  return html`<form class="adding" role="search" @submit=${submit}>
    <label class="visually-hidden" for="adding">${t("Barcode or name")}</label>
    <div class="finder">${symbol("search")}<input id="adding" type="search" .value=${live(typed)} @input=${listen}
      placeholder=${t("Barcode or name")} autocomplete="off" autocapitalize="none" enterkeyhint="done" maxlength="64">
      ${BARCODE.test(typed.trim()) ? html`<button class="button primary">${t("Add")}</button>` : cameraButton()}</div>
    ${busy ? waiting(t("Searching…")) : nothing}
    ${error ? html`<p class="banner" data-state="bad" role="alert">${explain(error)}</p>` : nothing}
    ${found ? foundView(found) : nothing}
  </form>`;
}

/** @param {Found[]} found */
function foundView(found) {
  if (!found.length) return html`<p role="status" class="soft">${t("Nothing of that name is sold here.")}</p>`;
  return html`<ul class="found" aria-label=${t("Found")}>${repeat(found, ({ id }) => id, (each) => html`<li>
    <span class="grow" dir="auto">${each.name}</span><span class="money">${money(units(each.price))}</span>
    ${each.available === 0 ? html`<span class="badge" data-state="warn">${t("Sold out")}</span>`
      : html`<button type="button" class="button" aria-label=${t("Add {name}", { name: each.name })}
        @click=${() => take(() => addProduct(each))}>${symbol("plus")}</button>`}
  </li>`)}</ul>`;
}
