/** Receipt of a vending machine: puts the parts of the page together. */

import { followViews } from "../../pages/focus.js";
import { mount } from "../../pages/view.js";
import { draw, keepLooking } from "./looking.js";
import { wholeView } from "./receipt_view.js";
import { page } from "./state.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, wholeView, main);
followViews(page, () => (page.state.error ? "failed" : page.state.receipt ? "receipt" : ""));
keepLooking();
draw();
