/** Adding by the phone's camera. What shows and reads its picture is loaded when it is asked for. */

import { loaded } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { addBarcode } from "./outbox.js";
import { owner } from "./owner.js";
import { cart } from "./state.js";
import { explain } from "./words.js";

/** @type {import("../../pages/barcodes.js").Format[]} what is printed on goods */
const FORMATS = ["ean_13", "ean_8", "upc_a"];
const PICTURE = "M3.5 8H8l1.5-2.5h5L16 8h4.5v11h-17zM12 10a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z";

/** @type {{close: () => void, element: HTMLDialogElement}|null} */
let camera = null;
let isComing = false;

/** The button that opens the camera. */
export const cameraButton = () => html`<button type="button" class="button bare" aria-label=${
  t("Scan with the camera")} @click=${scan}><svg viewBox="0 0 24 24" aria-hidden="true" class="icon"><path d=${
  PICTURE}></path></svg></button>`;

/** Opens the camera, once. */
async function scan() {
  if (camera || isComing) return;
  isComing = true;
  try {
    const { openCamera } = await loaded(import("../../pages/camera.js"));
    const onCode = (/** @type {{text: string}} */ { text }) => addBarcode(text);
    camera = await openCamera({ formats: FORMATS, title: t("Scan the barcode"), onCode });
    camera.element.addEventListener("close", closed);
    cart.set({ isFilmed: true });
  } catch (problem) {
    toast(explain(problem), { kind: "bad" });
  } finally {
    isComing = false;
  }
}

function closed() {
  camera = null;
  cart.set({ isFilmed: false });
}

/** Closes it when the cart takes nothing (any more): called with every change of a page. */
export function closeInTime() {
  if (camera && !owner().isOpen()) camera.close();
}
