// One more or one less of something.
import { html, symbol } from "../../pages/view.js";

export const stepButton = (label, sign, click, isEnd = false) => html`<button type="button" class="stepper-button"
  aria-label=${label} ?disabled=${isEnd} @click=${click}>${symbol(sign)}</button>`;
