/** Vending machines: puts the parts of the page together. */

import { waiting, mount } from "../../pages/view.js";
import { t } from "../../pages/texts.js";
import { page } from "./state.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, () => waiting(t("One moment…")), main);
