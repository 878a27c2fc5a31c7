/** The keys of a machine or scanner. Several may be valid, so that it can be given a new one while it works. */

import { copyView } from "../../pages/copy.js";
import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { onSignedOut } from "../../pages/login.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, repeat } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { keyAdd, keyRemove } from "./calls.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Key} Key */
/** @typedef {"machines"|"scanners"} Kind */

/** Keys that were made while this page is open, the last one of each: nobody can have them again.
 * @type {Map<string, string>} */
const fresh = new Map();
let isMaking = false;

onSignedOut(() => fresh.clear());

/**
 * @param {State} state @param {Kind} kind @param {string} id @param {Key[]} keys valid ones
 * @param {() => void} again reads them anew
 */
export function keysCard(state, kind, id, keys, again) {
  const key = fresh.get(id);
  return html`<section class="card stack keys"><h3>${t("Keys")}</h3>
    <p class="soft">${kind === "machines" ? t("The machine proves with its key who it is.")
      : t("The scanner proves with its key who it is.")} ${
      t("Give it another one when somebody may have seen the old one, then remove that.")}</p>
    ${key ? html`<div class="note stack" role="status"><p>${t("Copy the new key. It is shown this once.")}</p>${
      copyView(key, t("Copy the key"))}</div>` : nothing}
    ${keys.length ? html`<ul class="rows">${repeat(keys, (each) => each.id, (each) => keyRow(state, kind, id, each,
      again))}</ul>` : html`<p class="note">${t("It has no key: nothing can call as this device.")}</p>`}
    <div><button type="button" class="button" aria-disabled=${String(isMaking)}
      @click=${() => make(kind, id, again)}>${t("New key")}</button></div></section>`;
}

/** @param {State} state @param {Kind} kind @param {string} id @param {Key} key @param {() => void} again */
function keyRow(state, kind, id, { id: number, created_at: made }, again) {
  const words = t("Key {number}", { number: String(number) });
  return html`<li class="row"><p class="grow"><strong>${words}</strong> <span class="soft small">${
      t("made {time}", { time: dayAndClock(made) })}</span></p>
    <button type="button" class="button quiet" aria-label="${words} – ${t("Remove")}"
      @click=${() => remove(kind, id, number, again)}>${t("Remove")}</button>${onItsWay(state, `key ${number}`)}</li>`;
}

/** One whose answer gets lost is in the list all the same, and can be removed.
 * @param {Kind} kind @param {string} id @param {() => void} again */
async function make(kind, id, again) {
  if (isMaking) return;
  isMaking = true;
  try {
    fresh.set(id, (await keyAdd(kind, id)).key);
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
  isMaking = false;
  page.changed();
  again();
}

/** @param {Kind} kind @param {string} id @param {number} number @param {() => void} again */
async function remove(kind, id, number, again) {
  const title = t("Remove key {number}?", { number: String(number) });
  const text = t("Whatever calls with this key is refused from then on.");
  if (!await confirm({ title, text, yes: t("Remove the key"), danger: true })) return;
  perform(`key ${number}`, keyRemove(kind, id, number), again, (problem) => {
    toast(explain(problem), { kind: "bad" });
    again();
  });
}

