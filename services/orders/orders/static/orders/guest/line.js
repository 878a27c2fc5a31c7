// The sheet of a line of the cart: its number, its note, what is chosen with it. It says what is different, and follows
// what others do.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { money, units } from "../../pages/money.js";
import { chosenOf, idsOf, openGroup, priceWith, wayOf } from "../../pages/options.js";
import { MOST, stepper } from "../../pages/stepper.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render } from "../../pages/view.js";
import { nameOf } from "../../pages/words.js";
import { groupsView, reachGroup } from "../dish/choosing.js";
import { unsaved } from "./adding.js";
import { optionsCalled } from "./called.js";
import { mayNote, rows } from "./cart.js";
import { change, remove } from "./outbox.js";
import { inputs } from "./product.js";
import { table, watch } from "./state.js";

const rowOf = (id) => rows().find((row) => row.id === id && !row.leaving);

/** Opens the sheet of a line; null when the line is gone. */
export function openLine(id, onClose) {
  const row = rowOf(id);
  if (!row) return null;
  const sheet = { row, more: 0, ids: idsOf(row.options), missing: null, choice: h("div"), ...parts(row) };
  const steps = stepper({ name: row.called, quantity: row.quantity, change: (_, by) => (sheet.more += by) });
  const save = h("button", { type: "submit", class: "button primary add-button" }, t("Save"));
  const gone = h("button", { type: "button", class: "button danger wide" }, t("Remove from the cart"));
  const foot = h("div", { class: "sheet-foot" }, steps.node, save);
  const form = h("form", { class: "sheet" }, sheet.choice, ...sheet.note, sheet.news, gone, foot);
  const dialog = open({ title: row.called, body: form, onClose: () => (stop(), onClose()) });
  const stop = watch(() => follow(sheet, steps, dialog));
  drawChoice(sheet);
  gone.addEventListener("click", () => (dialog.close(), remove(sheet.row, sheet.row.quantity)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const group = openGroup(productOf(sheet), sheet.ids);
    if (group && isOther(sheet)) return askFor(group, sheet);
    dialog.close();
    return submit(sheet);
  });
  return dialog;
}

const productOf = ({ row }) => table.menu?.get(row.product_id);

/** Whether something else is chosen than the line has. */
const isOther = ({ row, ids }) => wayOf(row) !== wayOf({ ...row, options: ids });

/** What may be chosen with it, and what one of it costs like this. */
function drawChoice(sheet) {
  const { row, ids, missing, choice } = sheet;
  const product = productOf(sheet);
  if (!product || !mayNote(row)) return render(nothing, choice);
  const choose = (chosen) => drawChoice(Object.assign(sheet, { ids: chosen, missing: null }));
  const cost = priceWith(product, chosenOf(product, ids));
  return render(html`${groupsView(product, { ids, missing, menu: table.menu, choose, called: nameOf })}
    ${isOther(sheet) ? html`<p class="dish-price" role="status"><span class="money">${
      t("{price} each", { price: money(units(cost)) })}</span></p>` : nothing}`, choice);
}

/** Who has not chosen yet is led to where that is done. */
function askFor(group, sheet) {
  drawChoice(Object.assign(sheet, { missing: group.id }));
  reachGroup(sheet.choice, group.id);
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
  if (wayOf(now) !== wayOf(row)) followChoice(sheet, now);
  sheet.row = now;
  return drawChoice(sheet);
}

/** Something else is chosen with the line by now, as by the same phone in another window. */
function followChoice(sheet, now) {
  if (!isOther(sheet)) return Object.assign(sheet, { ids: idsOf(now.options) });
  const options = optionsCalled(now).map(({ name }) => name).join(", ");
  sheet.news.textContent = t("Chosen with it is now: {options}.", { options: options || "–" });
  return Object.assign(sheet.news, { hidden: false });
}

/** Only what is different is said, so that nothing is taken back that others have done meanwhile. */
function submit(sheet) {
  const { row, more, field } = sheet;
  const note = field?.value.trim() ?? row.note;
  unsaved.delete(row.id);
  const different = {
    ...(more && { add: more }),
    ...(note !== row.note && { note, expected_note: row.note }),
    ...(isOther(sheet) && choiceOf(sheet)),
  };
  if (Object.keys(different).length) change(row, different);
}

function choiceOf(sheet) {
  const { row, ids } = sheet;
  const product = productOf(sheet);
  const options = chosenOf(product, ids);
  return { options, price: priceWith(product, options), name: product.name, expected_options: idsOf(row.options) };
}
