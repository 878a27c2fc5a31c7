/** The keys of a machine: it proves with one who it is. Several may be valid, so that it can be given a new one. */

import { plainButton } from "../../pages/buttons.js";
import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { keyRemove } from "./calls.js";
import { copyView } from "../../pages/copy.js";
import { freshKeys, makeKey } from "./fresh_keys.js";
import { events, more } from "./machine_state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Key} Key */

/** @param {State} state @param {string} id @param {Key[]} keys */
export function keysCard(state, id, keys) {
  const valid = keys.filter(({ in_use: isValid }) => isValid);
  const fresh = freshKeys.get(id);
  return html`<section class="card stack keys"><h3>${t("Keys")}</h3>
    <p class="soft">${
      t("The machine proves with its key who it is. Give it another one when somebody may have seen the old one.")}</p>
    ${fresh && valid.length ? rotationView(state, id, fresh, valid) : nothing}
    ${valid.length ? html`<ul class="rows">${valid.map((key) => keyRow(state, id, key, valid.length))}</ul>`
      : html`<p class="note">${t("It has no key: nothing can register as this machine.")}</p>`}
    <div>${plainButton(t("New key"), () => add(id))}</div></section>`;
}

/** @param {State} state @param {string} id @param {Key} key @param {number} count */
function keyRow(state, id, { id: number, created_at: made }, count) {
  const words = t("Key {number}", { number: String(number) });
  return html`<li class="row"><p class="grow"><strong>${words}</strong> <span class="soft small">${
      t("made {time}", { time: dayAndClock(made) })}</span></p>
    <button type="button" class="button quiet" aria-label="${words} – ${t("Remove")}"
      @click=${() => remove(id, number, count)}>${t("Remove")}</button>${onItsWay(state, `key ${number}`)}</li>`;
}

/** What to do with a new key, one after the other. @param {State} state @param {string} machine
 * @param {{id: number, key: string}} fresh @param {Key[]} valid */
function rotationView({ machines }, machine, { id, key }, valid) {
  const since = valid.find((each) => each.id === id)?.created_at ?? "";
  const back = (events.found?.results ?? []).find(({ type, created_at: at }) => type === "online" && at > since);
  const isBack = Boolean(since && back && machines.get(machine)?.online);
  return html`<ol class="guide stack">
    <li>${t("Copy the new key. It is shown this once.")} ${copyView(key, t("Copy the key"))}</li>
    <li>${t("Put it into the machine (machine_api_key in its sketch) and start the machine anew.")}</li>
    <li><span role="status">${isBack
      ? t("It came on line again at {time}.", { time: dayAndClock(back?.created_at ?? "") })
      : t("Wait until it comes on line again: it is said here.")}</span></li>
    ${valid.length > 1 ? html`<li>${
      t("Remove the old key below. If the machine goes off line then, it still had the old one.")}</li>` : nothing}
  </ol>`;
}

/** What it does from now on is looked at: it is to come on line again. @param {string} id */
const add = (id) => Promise.all([makeKey(id), events.show(id)]);

/** @param {string} id @param {number} number @param {number} count of valid ones */
async function remove(id, number, count) {
  const text = count > 1 ? t("If the machine is connected by this key, it goes off line until it has another one.")
    : t("It is the only one: the machine goes off line, and stays so until it has a new key.");
  const title = t("Remove key {number}?", { number: String(number) });
  if (!await confirm({ title, text, yes: t("Remove the key"), danger: true })) return;
  perform(`key ${number}`, keyRemove(id, number), () => more.show(id), (error) => {
    toast(explain(error), { kind: "bad" });
    more.show(id);
  });
}
