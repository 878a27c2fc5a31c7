/** All products of a place as a file: downloaded, looked through, taken in. Its view is in transfer_view.js. */

import { Refused, Unreachable } from "../../pages/api.js";
import { n, t } from "../../pages/texts.js";
import { Keys, productsExport, productsImport } from "./calls.js";
import { release, watch } from "./guard.js";
import { explain } from "./reasons.js";
import { page } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {import("./calls.js").Report} Report */

const MOST = 250_000; // bytes of a file: what the services take in one request

export class Transfer {
  /** The file that was chosen: its name and what is written in it. @type {{name: string, text: string}|null} */
  file = null;
  /** What it would do. @type {Report|null} */
  report = null;
  busy = false;
  trouble = "";
  /** Whether the lines that would change are all shown. */
  isOpen = false;
  #keys = new Keys();
  #placeId;
  #imported;

  /**
   * @param {number} placeId
   * @param {() => Promise<void>} imported called when the products are other ones now
   */
  constructor(placeId, imported) {
    this.#placeId = placeId;
    this.#imported = imported;
    watch(() => (this.report?.digest && changesIn(this.report) ? t("The file is not imported yet.") : false));
  }

  /** Downloads all products. */
  async save() {
    await this.#doing(async () => {
      const { blob, name } = await productsExport(this.#placeId);
      download(blob, name);
      tell(t("{name} is in your downloads.", { name }));
    });
  }

  /** Reads a file, and asks what it would do. @param {File} file */
  async choose(file) {
    [this.file, this.report, this.isOpen] = [null, null, false];
    await this.#doing(async () => {
      const bytes = await file.arrayBuffer();
      this.file = { name: file.name, text: decoded(bytes) };
      if (bytes.byteLength > MOST) this.trouble = t("This file is too large: 250 kB is the most. Make two of it.");
      else await this.#look(this.file.text);
    });
  }

  /** Asks once more what the file would do. */
  async look() {
    const { file } = this;
    if (file) await this.#doing(() => this.#look(file.text));
  }

  /** Takes all of the file in, or nothing of it. */
  async take() {
    const { file, report } = this;
    if (!file || !report) return;
    await this.#doing(async () => {
      const content = { csv: file.text, expected: report.digest };
      await productsImport(this.#placeId, { ...content, dry_run: false }, this.#keys.of(content));
      this.#keys.used();
      this.forget();
      await this.#imported();
      const count = changesIn(report);
      tell(n("{count} product is imported.", "{count} products are imported.", count));
    });
  }

  /** Puts the file away. */
  forget() {
    [this.file, this.report, this.trouble] = [null, null, ""];
    release();
    page.changed();
  }

  /** Shows all lines. */
  open() {
    this.isOpen = true;
    page.changed();
  }

  /** @param {string} text */
  async #look(text) {
    this.report = await productsImport(this.#placeId, { csv: text, dry_run: true });
  }

  /** Once at a time; what goes wrong is told. @param {() => Promise<void>} work */
  async #doing(work) {
    if (this.busy) return;
    [this.busy, this.trouble] = [true, ""];
    page.changed();
    try {
      await work();
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.busy = false;
      page.changed();
    }
  }

  /** What others have changed meanwhile is looked at before it is imported. @param {unknown} error */
  async #failed(error) {
    const words = explain(error);
    this.trouble = error instanceof Unreachable ? `${words} ${t("The file is kept.")}` : words;
    if (!(error instanceof Refused) || error.status !== 409 || !this.file) return;
    await this.#look(this.file.text).catch(() => { this.report = null; });
  }
}

/** How many products an import changes or adds. @param {Report} report */
export const changesIn = ({ created, changed }) => created + changed;

/**
 * What is written in a file: UTF-8, or as Excel writes it where nobody has chosen UTF-8.
 * @param {ArrayBuffer} bytes
 */
export function decoded(bytes) {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = document.createElement("a");
  [link.href, link.download] = [URL.createObjectURL(blob), name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href)); // once the download has begun
}
