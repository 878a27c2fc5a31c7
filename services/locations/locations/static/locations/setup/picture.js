/** The picture of a dish, or the logo of a place, while it is edited. Its view is in picture_view.js. */

import { Unreachable } from "../../pages/api.js";
import { say } from "../../pages/dom.js";
import { Wrong } from "../../pages/form.js";
import { sourcesOf } from "../../pages/picture.js";
import { t } from "../../pages/texts.js";
import { pictureView } from "./picture_view.js";
import { explain } from "./reasons.js";
import { pictureSend } from "./sending.js";
import { prepared } from "./smaller.js";
import { page } from "./state.js";
import { image } from "./values.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {Field & {picture?: Picture}} WithPicture */
/** @typedef {"none"|"shown"|"missing"} Look */

export class Picture {
  /** How much of it is sent, from 0 to 1; null while nothing is on its way. @type {number|null} */
  share = null;
  /** What is shown of a file that is on its way. */
  preview = "";
  /** Whether somebody types an address just now: what they have not ended is not asked for. */
  isTyping = false;
  /** Whether something is held over the field. */
  isOver = false;
  /** What was seen, and of which address. @type {{address: string, look: Look}} */
  #seen = { address: "", look: "none" };
  #source = "";
  /** @type {AbortController|null} */
  #stop = null;
  /** @type {Promise<unknown>} */
  #arriving = Promise.resolve();

  /** @param {{name: string, placeId: number, forLogo?: boolean}} options */
  constructor({ name, placeId, forLogo = false }) {
    this.name = name;
    this.placeId = placeId;
    this.forLogo = forLogo;
  }

  /** Where the picture comes from, "" for none. @param {string} value of the field */
  source(value) {
    if (!this.isTyping) this.#source = sourceOf(value);
    return this.#source;
  }

  /** Whether the picture of an address can be seen. @param {string} address */
  look(address) {
    return this.#seen.address === address ? this.#seen.look : "none";
  }

  /** @param {string} address @param {Look} look */
  seen(address, look) {
    this.#seen = { address, look };
    page.changed();
  }

  /** @param {Form} form @param {string} value an address @param {boolean} isTyping false when it is ended */
  type(form, value, isTyping) {
    this.isTyping = isTyping;
    form.set(this.name, value);
  }

  /** @param {boolean} isOver */
  hold(isOver) {
    if (this.isOver === isOver) return;
    this.isOver = isOver;
    page.changed();
  }

  /** Sends a file; a second one takes the place of the first. @param {Form} form @param {File} file */
  send(form, file) {
    this.#stop?.abort();
    const stop = new AbortController();
    [this.#stop, this.share, this.preview, this.isTyping] = [stop, 0, "", false];
    form.fail(this.name, "");
    this.#arriving = this.#sent(form, file, stop.signal).finally(() => {
      if (this.#stop !== stop) return;
      [this.#stop, this.share, this.preview] = [null, null, ""];
      page.changed();
    });
  }

  /** Takes the picture away, or one that is on its way. @param {Form} form */
  remove(form) {
    this.#stop?.abort();
    this.isTyping = false;
    form.set(this.name, "");
    say(t("The picture is removed."));
  }

  /** What the form saves, once nothing is on its way; throws Wrong when it did not arrive. @param {Form} form */
  async settled(form) {
    await this.#arriving;
    if (form.wrong[this.name]) throw new Wrong(form.wrong[this.name], this.name);
    return image(form.values[this.name].trim());
  }

  /** @param {Form} form @param {File} file @param {AbortSignal} signal */
  async #sent(form, file, signal) {
    const told = (/** @type {number} */ share) => {
      if (!signal.aborted) [this.share] = [share, page.changed()];
    };
    try {
      const { content, preview } = await prepared(file);
      if (signal.aborted) return;
      this.preview = preview;
      told(0);
      const address = await pictureSend(this.placeId, content, { forLogo: this.forLogo, signal, told });
      if (signal.aborted) return;
      form.set(this.name, address);
      say(t("The picture is there."));
    } catch (error) {
      if (!signal.aborted) form.fail(this.name, wordsOf(error));
    }
  }
}

/** @param {unknown} error */
function wordsOf(error) {
  const reason = error instanceof Unreachable ? error.reason : "";
  if (reason === "pictures_unavailable") {
    return t("Pictures cannot be kept here just now. Try again later, or give the address of one.");
  }
  return reason === "unreachable" ? t("The picture did not arrive. Choose it once more.") : explain(error);
}

/** @param {string} typed */
function sourceOf(typed) {
  try {
    return sourcesOf(image(typed.trim()) ?? "").src;
  } catch {
    return ""; // the form says what is wrong with it, when it is sent
  }
}

/**
 * A field for a picture, with what is known of it meanwhile.
 * @param {{name: string, label: string, hint: string, value: string|null, placeId: number, forLogo?: boolean}} options
 *   `forLogo` for that of the place, which is none on the web
 * @returns {WithPicture}
 */
export function pictureField({ name, label, hint, value, placeId, forLogo }) {
  const picture = new Picture({ name, placeId, forLogo });
  return {
    name, label, hint, value: value ?? "", inputmode: "url", maxlength: 500, autocomplete: "off", read: image, picture,
    view: (form, field) => pictureView(form, field, picture),
  };
}

/** @param {Form} form @returns {Picture[]} */
const picturesOf = (form) => form.fields.flatMap((/** @type {WithPicture} */ { picture }) => picture ?? []);

/** Whether a picture is on its way. @param {Form} form */
export const isSending = (form) => picturesOf(form).some(({ share }) => share !== null);

/**
 * The addresses of a form's pictures by name, as soon as none is on its way any more; throws Wrong when one did not
 * arrive.
 * @param {Form} form
 * @returns {Promise<Record<string, string|null>>}
 */
export async function arrived(form) {
  const found = picturesOf(form).map(async (picture) => [picture.name, await picture.settled(form)]);
  return Object.fromEntries(await Promise.all(found));
}
