// Cancelling an order: the guest and the kitchen are told why.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { move } from "./taps.js";

const LONGEST = 200; // characters

/** Ask for the reason, then cancel. */
export function cancelOrder(order) {
  const field = h("input", { maxlength: LONGEST, required: true, autocomplete: "off", enterkeyhint: "done" });
  const reasons = [t("Sold out"), t("Guest changed their mind"), t("Entered by mistake")];
  const use = (reason) => h("li", {}, h("button", {
    type: "button", class: "chip", on: { click: () => (field.value = reason) },
  }, reason));
  const run = () => {
    field.value = field.value.trim();
    if (!field.reportValidity()) return false;
    move(order, "cancelled", field.value);
    return true;
  };
  const submit = (event) => {
    event.preventDefault();
    if (run()) dialog.close();
  };
  const dialog = open({
    title: t("Cancel {count}× {name}?", { count: order.quantity, name: order.name }),
    body: h("form", { class: "stack", on: { submit } },
      h("label", { class: "field" }, h("span", {}, t("Reason")), field,
        h("span", { class: "hint" }, t("The guest reads it. This cannot be taken back."))),
      h("ul", { class: "row", "aria-label": t("Usual reasons") }, reasons.map(use))),
    actions: [{ label: t("Keep it"), kind: "quiet" }, { label: t("Cancel the order"), kind: "danger", run }],
  });
  field.focus();
}
