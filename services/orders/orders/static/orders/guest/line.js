// The sheet of a line of the cart: its number and its note. It says what is different, and follows what others do.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { MOST, stepper } from "../../pages/stepper.js";
import { t } from "../../pages/texts.js";
import { unsaved } from "./adding.js";
import { mayNote, rows } from "./cart.js";
import { change, remove } from "./outbox.js";
import { inputs } from "./product.js";
import { watch } from "./state.js";

const rowOf = (id) => rows().find((row) => row.id === id && !row.leaving);

/** Opens the sheet of a line; null when the line is gone. */
export function openLine(id, onClose) {
  const row = rowOf(id);
  if (!row) return null;
  const sheet = { row, more: 0, ...parts(row) };
  const steps = stepper({ name: row.name, quantity: row.quantity, change: (_, by) => (sheet.more += by) });
  const save = h("button", { type: "submit", class: "button primary add-button" }, t("Save"));
  const gone = h("button", { type: "button", class: "button danger wide" }, t("Remove from the cart"));
  const foot = h("div", { class: "sheet-foot" }, steps.node, save);
  const form = h("form", { class: "sheet" }, ...sheet.note, sheet.news, gone, foot);
  const dialog = open({ title: row.name, body: form, onClose: () => (stop(), onClose()) });
  const stop = watch(() => follow(sheet, steps, dialog));
  gone.addEventListener("click", () => (dialog.close(), remove(sheet.row, sheet.row.quantity)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    submit(sheet);
  });
  return dialog;
}

function parts(row) {
  const news = h("p", { class: "banner", role: "status", dataset: { state: "warn" }, hidden: true });
  const words = t("Only the phone that has added this can change its note.");
  if (!mayNote(row)) return { news, note: [h("p", { class: "line-note", dir: "auto" }, row.note), h("p", {}, words)] };
  const note = inputs(unsaved.get(row.id) ?? row.note);
  const field = note[0].querySelector("textarea");
  if (unsaved.has(row.id)) tellNote(news, row.note);
  return { news, note, field };
}

function tellNote(news, note) {
  news.textContent = note ? t("The note is “{note}” now.", { note }) : t("There is no note now.");
  news.hidden = false;
}

/** The line has changed while the sheet is open: what was typed stays, what was not follows. */
function follow(sheet, steps, dialog) {
  const now = rowOf(sheet.row.id);
  if (!now) return dialog.close();
  const { row, field } = sheet;
  if (now.quantity !== row.quantity) steps.set(Math.min(MOST, Math.max(1, now.quantity + sheet.more)));
  if (field && now.note !== row.note) {
    if (field.value.trim() !== row.note) tellNote(sheet.news, now.note);
    else Object.assign(field, { value: now.note }).dispatchEvent(new Event("input"));
  }
  sheet.row = now;
  return undefined;
}

/** Only what is different is said, so that nothing is taken back that others have done meanwhile. */
function submit({ row, more, field }) {
  const note = field?.value.trim() ?? row.note;
  unsaved.delete(row.id);
  const different = { ...(more && { add: more }), ...(note !== row.note && { note, expected_note: row.note }) };
  if (Object.keys(different).length) change(row, different);
}
