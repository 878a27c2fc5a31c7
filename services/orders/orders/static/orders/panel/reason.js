// Asking why something is not served: whoever ordered it reads the reason.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";

const LONGEST = 200; // characters

/** The field of a reason. */
export const reasonInput = () =>
  h("input", { maxlength: LONGEST, required: true, autocomplete: "off", enterkeyhint: "done" });

/** Usual reasons, each of them one tap: `use(reason)`. */
export const usualReasons = (reasons, use) => h("ul", { class: "row", "aria-label": t("Usual reasons") },
  reasons.map((reason) => h("li", {},
    h("button", { type: "button", class: "chip", on: { click: () => use(reason) } }, reason))));

/**
 * Ask for a reason; `run(reason)` follows. A usual reason is one tap: it is written into the field, or with `atOnce` it
 * is the answer. `first` is asked before it.
 */
export function askReason({ title, hint, reasons, no, yes, run, first, atOnce = false }) {
  const field = reasonInput();
  const finish = (reason) => (dialog.close(), run(reason));
  const accept = () => {
    field.value = field.value.trim();
    if (!field.reportValidity()) return false;
    finish(field.value);
    return true;
  };
  const use = (reason) => (atOnce ? finish(reason) : (field.value = reason));
  const chips = usualReasons(reasons, use);
  const label = h("label", { class: "field" }, h("span", {}, atOnce ? t("Another reason") : t("Reason")), field,
    h("span", { class: "hint" }, hint));
  const submit = (event) => (event.preventDefault(), accept());
  const dialog = open({
    title,
    body: h("form", { class: "stack", on: { submit } }, first, atOnce ? [chips, label] : [label, chips]),
    actions: [{ label: no, kind: "quiet" }, { label: yes, kind: "danger", run: accept }],
  });
  (atOnce ? chips.querySelector("button") : field).focus();
}
