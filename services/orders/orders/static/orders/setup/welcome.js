// What somebody sees who has just begun: what comes next, and one button that does it.

import { h, icon } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { address } from "./routes.js";

/** Where orders arrive; it opens with this place. */
export const panelOf = (placeId) => `/orders/panel/#/${placeId}`;

/** Before there is a place. */
export function firstPlace() {
  return h("div", { class: "stack" },
    h("h2", { tabindex: "-1" }, t("First, your place")),
    h("p", { class: "hint" }, t("A name is enough to begin. Everything else can be added later.")));
}

/** Before there is a product. */
export function emptyMenu(placeId) {
  return h("div", { class: "card stack empty" },
    h("h3", {}, t("Your menu is empty")),
    h("p", {}, t("Begin with what is ordered most. A name and a price are enough; guests see each product at once.")),
    h("p", {}, h("a", { class: "button primary", href: address(placeId, "menu", "new") },
      icon("plus"), t("Add the first product"))));
}

/** Before there is a table. */
export function nextStep(placeId) {
  return h("div", { class: "card stack next" },
    h("h3", {}, t("Next: a table")),
    h("p", {}, t("Open the order panel and create a table. Guests scan its QR code and order; you see it there.")),
    h("p", {}, h("a", { class: "button primary", href: panelOf(placeId) },
      icon("table"), t("Open the panel and create a table"))));
}
