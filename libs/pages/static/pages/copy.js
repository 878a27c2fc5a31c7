/** Something to copy into elsewhere. */

import { toast } from "./dom.js";
import { t } from "./texts.js";
import { html, symbol } from "./view.js";

/** @param {string} text @param {string} words on the button */
export const copyView = (text, words) => html`<span class="copy"><code dir="ltr" class="key">${text}</code>
  <button type="button" class="button" @click=${() => copy(text)}>${symbol("copy")}${words}</button></span>`;

/** @param {string} text */
const copy = (text) =>
  navigator.clipboard ? navigator.clipboard.writeText(text).then(() => toast(t("Copied.")), refused) : refused();

const refused = () =>
  void toast(t("The browser does not let this page copy. Select it by hand."), { kind: "warn" });
