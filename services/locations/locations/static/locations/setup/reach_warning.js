/** What is said where codes and links are handed out that open nothing on somebody else's phone. */

import { isOnlyHere } from "../../pages/reach.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";

/** The address of the suite, as it is handed out. */
export const publicAddress = () => (document.body.dataset.publicUrl || location.origin).replace(/\/$/, "");

/** The warning; nothing where phones can come. */
export const reachWarning = () => (isOnlyHere(publicAddress())
  ? html`<p class="banner reach" data-state="warn">${symbol("warn")}<span class="grow">${
    t("{address} opens on this computer only. Start the suite with an address of your network, then phones can come.",
      { address: publicAddress() })}</span></p>`
  : nothing);
