/** What the field of a picture looks like: the picture, and the ways in which one comes. */

import { idOf, plainButton, problem } from "../../pages/fields.js";
import { addressOf } from "../../pages/menu.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, symbol } from "../../pages/view.js";
import { typedOf } from "./values.js";

/** @typedef {import("./picture.js").Picture} Picture */
/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

const KINDS = "image/*";

/** Where fingers are, a camera is. */
const hasCamera = () => matchMedia("(pointer: coarse)").matches;

/** @param {Form} form @param {Field} field @param {Picture} picture */
export function pictureView(form, field, picture) {
  const id = idOf(form, field.name);
  const source = picture.preview || picture.source(form.values[field.name]);
  const hold = (/** @type {boolean} */ isOver) => (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    picture.hold(isOver);
  };
  const drop = (/** @type {DragEvent} */ event) => {
    hold(false)(event);
    const [file] = event.dataTransfer?.files ?? [];
    if (file) picture.send(form, file);
  };
  return html`<fieldset class="field picture" ?data-over=${picture.isOver} @dragenter=${hold(true)}
      @dragover=${hold(true)} @dragleave=${hold(false)} @drop=${drop}>
    <legend>${field.label}</legend>
    <p class="hint" id="${id}-hint">${field.hint}</p>
    <div class="picture-parts">
      ${frame(source, picture)}
      <div class="ways">${ways(form, picture, { id, isThere: Boolean(source) })}</div>
    </div>
    ${picture.forLogo ? nothing : addressInput(form, field, picture)}
    ${missing(form.values[field.name], picture.look(source) === "missing")}
    ${problem(form, field)}
  </fieldset>`;
}

/** The picture, how far it is, or where it will be. @param {string} source @param {Picture} picture */
function frame(source, picture) {
  const { share } = picture;
  const isMissing = picture.look(source) === "missing";
  return html`<div class="frame" ?data-logo=${picture.forLogo}>
    ${source ? html`<img class="preview" alt="" ?hidden=${isMissing} src=${source}
      @load=${() => picture.seen(source, "shown")} @error=${() => picture.seen(source, "missing")}>` : symbol("image")}
    ${share === null ? nothing : html`<progress max="1" .value=${share} aria-label=${
      t("How much of the picture is sent")}></progress>`}
  </div>`;
}

/** @param {Form} form @param {Picture} picture @param {{id: string, isThere: boolean}} options */
function ways(form, picture, { id, isThere }) {
  const take = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    if (input.files?.[0]) picture.send(form, input.files[0]);
    input.value = ""; // the same file may be chosen again
  };
  const way = (/** @type {string} */ shape, /** @type {string} */ words, /** @type {string|undefined} */ capture) =>
    html`<label class="button">${symbol(shape)}<span>${words}</span><input type="file" class="visually-hidden"
      id=${capture ? nothing : id} accept=${KINDS} capture=${capture ?? nothing} aria-describedby="${id}-error"
      @change=${take}></label>`;
  return html`${hasCamera() ? way("camera", t("Take a photo"), "environment") : nothing}
    ${way("upload", isThere ? t("Another file") : t("Choose a file"), undefined)}
    ${isThere || picture.share !== null
      ? plainButton(html`${symbol("remove")}${t("Remove")}`, () => picture.remove(form), "quiet") : nothing}`;
}

/** @param {Form} form @param {Field} field @param {Picture} picture */
function addressInput(form, field, picture) {
  const label = t("Address of a picture on the web");
  const typed = (/** @type {boolean} */ isTyping) => (/** @type {Event} */ event) =>
    picture.type(form, /** @type {HTMLInputElement} */ (event.currentTarget).value, isTyping);
  return html`<input type="url" class="picture-address" aria-label=${label} inputmode="url" maxlength=${
    field.maxlength ?? nothing} autocomplete="off" placeholder=${t("or its address: https://…")}
    aria-describedby="${idOf(form, field.name)}-error" aria-invalid=${String(Boolean(form.wrong[field.name]))}
    .value=${live(typedOf(form.values[field.name]))} @input=${typed(true)} @change=${typed(false)}>`;
}

/** @param {string} address */
const missingText = (address) => (addressOf(address) === address
  ? t("No picture comes from this address. Open it in a new tab to check it.")
  : t("No picture comes from this address by https, and pages load no other. Take one that begins with https://."));

/** @param {string} address @param {boolean} isMissing */
const missing = (address, isMissing) => html`<p class="problem" ?hidden=${!isMissing}>${symbol("warn")}<span>${
  missingText(address)}</span></p>`;
