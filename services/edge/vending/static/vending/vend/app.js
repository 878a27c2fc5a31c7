/** All vending machines: puts the parts of the page together. */

import { mount } from "../../pages/view.js";
import { wholeView } from "./list_view.js";
import { keepLooking } from "./looking.js";
import { page } from "./state.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, wholeView, main);
keepLooking();
