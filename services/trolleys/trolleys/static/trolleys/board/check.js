/** A spot check: some of the things in a trolley are scanned and compared with its cart; all of them after a miss. */

import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { plainButton } from "../../pages/fields.js";
import { makeStore } from "../../pages/store.js";
import { n, t } from "../../pages/texts.js";
import { html, live, mount, nothing, repeat, symbol } from "../../pages/view.js";
import { send } from "./acts.js";
import { check, checkState } from "./calls.js";
import { dropWaiting } from "./follow.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Waiting} Waiting */
/** @typedef {{turn: number, barcode: string}} Scanned */
/** @typedef {{scanned: Scanned[], typed: string, whole: boolean, missed: string[], wrong: string, busy: boolean}} State
 *   `wrong` is what keeps it from being done; `missed` are the barcodes that are not in the cart */

const BARCODE = /^[!-.0-~]{1,64}$/;

/** @param {Waiting} entry */
export function openCheck(entry) {
  const spot = new Check(entry);
  const body = h("div", { class: "stack" });
  const unmount = mount(spot.page, (state) => checkView(spot, state), body);
  const trolley = entry.trolley_id ?? "";
  const dialog = open({ title: t("Spot check: {trolley}", { trolley }), body, onClose: () => (spot.end(), unmount()) });
  spot.onMore = () => field(body)?.focus();
  spot.done = () => {
    dialog.close();
    dropWaiting(entry);
    toast(t("{trolley}: the check is done.", { trolley }));
  };
  spot.onMore();
  spot.look();
}

/** @param {Element|null} [root] @returns {HTMLInputElement|null|undefined} */
const field = (root) => root?.querySelector("input");

class Check {
  #given = new AbortController();
  #turn = 0;
  done = () => {};
  /** The next barcode is expected: a hand scanner types it where the focus is. */
  onMore = () => {};

  /** @param {Waiting} entry */
  constructor(entry) {
    this.entry = entry;
    /** How many things have to be scanned. */
    this.least = Math.min(entry.items ?? 0, entry.cart_items_count);
    this.page = makeStore(/** @type {State} */ ({
      scanned: [], typed: "", whole: false, missed: [], wrong: "", busy: false,
    }));
  }

  /** Nobody looks any more: what is not answered is not sent again. */
  end() {
    this.#given.abort();
  }

  /** Whether a colleague has found something already: then everything is scanned. */
  async look() {
    const state = await checkState(this.entry.session_id ?? "").catch(() => ""); // then the comparison says so
    if (state === "missed") this.page.set({ whole: true });
  }

  /** Takes a barcode. @param {string} text @returns {boolean} whether it can be one */
  add(text) {
    const barcode = text.trim();
    if (!BARCODE.test(barcode) || this.page.state.busy) return false;
    const scanned = [...this.page.state.scanned, { turn: (this.#turn += 1), barcode }];
    this.page.set({ scanned, typed: "", wrong: "" });
    return true;
  }

  /** @param {number} turn */
  drop(turn) {
    this.page.set({ scanned: this.page.state.scanned.filter((each) => each.turn !== turn) });
    this.onMore();
  }

  /** What was typed and not added yet counts, too. */
  async compare() {
    const { typed, whole } = this.page.state;
    if (typed.trim()) this.add(typed);
    const barcodes = this.page.state.scanned.map(({ barcode }) => barcode);
    const missing = this.least - barcodes.length;
    if (!whole && missing > 0) {
      this.page.set({ wrong: n("Scan {count} more thing.", "Scan {count} more things.", missing) });
      return this.onMore();
    }
    return this.send({ barcodes, whole });
  }

  /** @param {Parameters<typeof check>[1]} scanned */
  async send(scanned) {
    if (this.page.state.busy) return;
    this.page.set({ busy: true, wrong: "" });
    try {
      const act = check(this.entry.session_id ?? "", scanned);
      const onTrouble = (/** @type {string} */ wrong) => this.page.set({ wrong });
      const { state, not_in_cart: missed = [] } = await send(act, onTrouble, this.#given.signal);
      if (state === "passed") return void this.done();
      this.page.set({ whole: true, missed, scanned: [], wrong: "" });
      this.onMore();
    } catch (error) {
      if (!this.#given.signal.aborted) this.page.set({ wrong: explain(error) });
    } finally {
      this.page.set({ busy: false });
    }
  }

  /** The camera adds what it sees. */
  async film() {
    const { openCamera } = await import("../../pages/camera.js");
    await openCamera({
      formats: ["ean_13", "ean_8", "upc_a"],
      onCode: ({ text }) => {
        if (!this.add(text)) return { state: "warn", words: t("One moment…") };
        return { state: "good", words: `${text} – ${this.count()}` };
      },
    });
  }

  /** How many are scanned, in words. */
  count() {
    const { scanned: { length: count }, whole } = this.page.state;
    return whole ? n("{count} thing scanned", "{count} things scanned", count)
      : t("{count} of {least} scanned", { count, least: this.least });
  }
}

/** @param {Check} spot @param {State} state */
function checkView(spot, state) {
  const { scanned, typed, whole, missed, wrong, busy } = state;
  const add = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    spot.add(typed);
    field(/** @type {Element} */ (event.currentTarget))?.focus();
  };
  const type = (/** @type {InputEvent} */ event) =>
    spot.page.set({ typed: /** @type {HTMLInputElement} */ (event.currentTarget).value });
  return html`${taskView(spot, state)}
    <form class="row scan" @submit=${add}><label class="field grow"><span>${t("Barcode")}</span>
      <input .value=${live(typed)} @input=${type} autocomplete="off" inputmode="numeric" dir="ltr"
        maxlength="64"></label>
      <button class="button">${t("Add")}</button>
      ${plainButton(html`${symbol("image")}${t("Camera")}`, () => spot.film())}</form>
    <ol class="scanned">${repeat(scanned, ({ turn }) => turn, ({ turn, barcode }) => html`<li class="row">
      <span class="grow" dir="ltr">${barcode}</span>
      <button type="button" class="button quiet bare" aria-label=${t("Take {name} out", { name: barcode })}
        @click=${() => spot.drop(turn)}>${symbol("close")}</button></li>`)}</ol>
    ${wrong ? html`<p class="banner" data-state="bad" role="alert">${wrong}</p>` : nothing}
    <p class="hint" role="status">${busy ? t("One moment…") : spot.count()}</p>
    <div class="row">
      <button type="button" class="button primary" aria-disabled=${String(busy)} @click=${() => spot.compare()}>${
        whole ? t("This is everything") : t("Compare")}</button>
      <button type="button" class="button quiet" aria-disabled=${String(busy)}
        @click=${() => spot.send({ skip: true })}>${t("Let it pass")}</button>
    </div>
    ${missed.length ? html`<p class="hint">${t("The cart becomes what you scan.")}</p>` : nothing}`;
}

/** What to do now. @param {Check} spot @param {State} state */
function taskView({ least }, { whole, missed }) {
  if (missed.length) {
    const words = t("Not in the cart: {codes}. Now scan everything that is in the trolley.",
      { codes: missed.join(", ") });
    return html`<p class="banner" data-state="bad" role="alert">${symbol("warn")}<span>${words}</span></p>`;
  }
  if (whole) return html`<p>${t("Something was not in the cart. Scan everything that is in the trolley.")}</p>`;
  return html`<p>${n("Scan {count} thing out of the trolley.", "Scan {count} things out of the trolley.", least)}</p>`;
}
