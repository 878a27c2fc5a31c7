/** Asks an operator for the reason of a decision, which cannot be undone. */

import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";

const [LONGEST_REASON, LONGEST_REFERENCE] = [500, 200];

/**
 * @param {object} question
 * @param {string} question.title
 * @param {string} question.text what it means
 * @param {string} question.yes
 * @param {boolean} [question.danger]
 * @param {string[]} question.reasons that are chosen by a tap
 * @param {string} [question.reference] the label of a second field; without one there is none
 * @returns {Promise<{reason: string, reference: string}|null>} null when nothing was decided
 */
export function askReason({ title, text, yes, danger = false, reasons, reference = "" }) {
  return new Promise((answer) => {
    /** @type {{reason: string, reference: string}|null} */
    let given = null;
    const why = h("textarea", { id: "why", required: true, maxlength: LONGEST_REASON, rows: 2, dir: "auto" });
    const where = h("input", { id: "reference", required: true, maxlength: LONGEST_REFERENCE, autocomplete: "off" });
    const accept = () => {
      const fields = reference ? [why, where] : [why];
      for (const field of fields) field.value = field.value.trim();
      if (fields.some((field) => !field.reportValidity())) return false;
      given = { reason: why.value, reference: where.value };
      return true;
    };
    open({
      title,
      body: h("div", { class: "stack" }, h("p", {}, text), chips(reasons, why),
        h("div", { class: "field" }, h("label", { for: "why" }, t("Why")), why),
        reference && h("div", { class: "field" }, h("label", { for: "reference" }, reference), where)),
      actions: [
        { label: t("Cancel"), kind: "quiet" },
        { label: yes, kind: danger ? "danger" : "primary", run: accept },
      ],
      onClose: () => answer(given),
    });
  });
}

/** Reasons that are put into the field by a tap. @param {string[]} reasons @param {HTMLTextAreaElement} field */
function chips(reasons, field) {
  const buttons = reasons.map((reason) => h("button", { type: "button", class: "chip", on: { click: () => {
    field.value = reason;
    mark();
  } } }, reason));
  const mark = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(field.value === button.textContent));
  };
  field.addEventListener("input", mark);
  mark();
  return h("div", { class: "row reasons", role: "group", "aria-label": t("Usual reasons") }, buttons);
}
