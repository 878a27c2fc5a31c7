/** The store: puts the parts of the page together. */

import { t } from "../../pages/texts.js";
import { html, mount, waiting } from "../../pages/view.js";
import { makeStore } from "../../pages/store.js";

const page = makeStore({});
const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, () => html`<h1>${t("The store")}</h1>${waiting(t("One moment…"))}`, main);
