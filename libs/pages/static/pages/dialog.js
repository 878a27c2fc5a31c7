/** Dialogs on the browser's own <dialog>: it keeps the focus inside, and gives it back at the end. */

import { bareButton, h, handOver, tellers, toast } from "./dom.js";
import { t } from "./texts.js";

/**
 * @typedef {object} Action a button of a dialog
 * @property {string} label
 * @property {"primary"|"danger"|"quiet"|""} [kind]
 * @property {() => (void|boolean|Promise<void|boolean>)} [run] false keeps the dialog open, nothing closes it
 */

let count = 0;

/**
 * Opens a dialog. It closes by its buttons, the Escape key and a tap beside it.
 * @param {{title: string, body: Node, actions?: Action[], onClose?: () => void}} content
 * @returns {{close: () => void, element: HTMLDialogElement}}
 */
export function open({ title, body, actions = [], onClose = () => {} }) {
  const id = `dialog-${++count}`;
  const close = () => element.close();
  /** @type {HTMLDialogElement} */
  const element = h("dialog", { class: "dialog", "aria-labelledby": id },
    h("div", { class: "dialog-head" },
      h("h2", { id }, title),
      bareButton("close", t("Close"), close)),
    h("div", { class: "dialog-body" }, body),
    actions.length > 0 && h("div", { class: "dialog-foot" }, actions.map((action) => button(action, close))),
    tellers());
  element.addEventListener("close", () => (handOver(element), element.remove(), onClose()));
  closeBeside(element);
  document.body.append(element);
  element.showModal();
  return { close, element };
}

/** @param {Action} action @param {() => void} close */
function button({ label, kind = "", run = () => {} }, close) {
  const press = async () => {
    made.disabled = true;
    try {
      if ((await run()) !== false) close();
    } catch (problem) {
      toast(t("That did not work. Please try again."), { kind: "bad" });
      throw problem; // our callers tell what can be expected; this is a fault of ours
    } finally {
      made.disabled = false;
    }
  };
  /** @type {HTMLButtonElement} */
  const made = h("button", { type: "button", class: `button ${kind}`, on: { click: press } }, label);
  return made;
}

/**
 * A press that begins and ends beside the dialog closes it; one that was drawn out of a field does not.
 * @param {HTMLDialogElement} element
 */
function closeBeside(element) {
  let began = false;
  element.addEventListener("pointerdown", ({ target }) => (began = target === element));
  element.addEventListener("click", ({ target }) => {
    if (began && target === element) element.close();
  });
}

/**
 * Asks a question with two answers.
 * @param {{title: string, text?: string, yes: string, no?: string, danger?: boolean}} question
 * @returns {Promise<boolean>} false also when the dialog was closed
 */
export function confirm({ title, text = "", yes, no = t("Cancel"), danger = false }) {
  return new Promise((answer) => {
    let agreed = false;
    open({
      title,
      body: h("p", {}, text),
      actions: [
        { label: no, kind: "quiet" },
        { label: yes, kind: danger ? "danger" : "primary", run: () => void (agreed = true) },
      ],
      onClose: () => answer(agreed),
    });
  });
}

/**
 * Asks for a line of text.
 * @param {{title: string, label: string, value?: string, maxlength?: number, required?: boolean, yes: string}} question
 * @returns {Promise<string|null>} without surrounding blanks; null when it was not answered
 */
export function ask({ title, label, value = "", maxlength, required = false, yes }) {
  return new Promise((answer) => {
    /** @type {string|null} */
    let typed = null;
    /** @type {HTMLInputElement} */
    const field = h("input", { value, maxlength, required, autocomplete: "off", enterkeyhint: "done" });
    const accept = () => {
      field.value = field.value.trim();
      if (!field.reportValidity()) return false;
      typed = field.value;
      return true;
    };
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      if (accept()) dialog.close();
    };
    const dialog = open({
      title,
      body: h("form", { on: { submit } }, h("label", { class: "field" }, h("span", {}, label), field)),
      actions: [{ label: t("Cancel"), kind: "quiet" }, { label: yes, kind: "primary", run: accept }],
      onClose: () => answer(typed),
    });
    field.focus();
    field.select();
  });
}
