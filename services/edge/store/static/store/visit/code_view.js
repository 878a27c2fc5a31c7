/** A code for a gate, as large as it may be, on white also in the dark. */

import { plainButton } from "../../pages/buttons.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol, trouble } from "../../pages/view.js";
import { renew } from "./code.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state @param {string} label what the picture is called */
export function codeView(state, label) {
  const { code, codeError, isCut } = state;
  if (codeError) return trouble(explain(codeError), html`<p>${plainButton(t("Try again"), renew)}</p>`);
  return html`<div class="code">${code ? html`<img src=${code.image} alt=${label} width="320" height="320">`
      : isCut ? html`<p class="none">${symbol("offline")}<span>${t("No code without a connection.")}</span></p>`
        : html`<p class="none"><span class="spinner" aria-hidden="true"></span><span>${t("One moment…")}</span></p>`}
    </div>
    ${isCut ? html`<p class="banner" data-state="bad" role="status">${symbol("offline")}<span>${code
      ? t("No connection. The code holds for a few more seconds.")
      : t("No connection. A new code comes as soon as there is one.")}</span></p>` : nothing}`;
}
