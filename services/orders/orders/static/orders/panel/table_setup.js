// Setting tables up: many at once, seats, switching off, taking away, a new code for one that was photographed.
import { insist, newKey } from "../../pages/api.js";
import { confirm, open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, render as draw, repeat } from "../../pages/view.js";
import { grouped } from "./codes.js";
import { icon, sign } from "./icons.js";
import { whyRefused } from "./refusals.js";
import { panel, sessionAt, takeTable, watch } from "./state.js";
import { byName } from "./sums.js";
import { severalTables } from "./several.js";

const LONGEST = 200; // characters of a name
const SEATS = 99;

const send = (path, body, key = newKey()) => insist(path, body, { key, send: signedPost });

/** Change a table; answers it, or throws what is refused. */
async function edit({ id }, fields) {
  const table = await send(`/orders/tables/edit/${id}/`, fields);
  takeTable(table);
  return table;
}

/** All tables of the place, those that are switched off too. `print()` prints their codes. */
export function setUpTables({ print }) {
  const body = h("div", { class: "stack" });
  const render = () => draw(listView(byName(panel.tables.values()), print), body);
  const stop = watch(render);
  const { element } = open({ title: t("Tables of the place"), body, onClose: stop });
  element.classList.add("large");
  render();
}

function listView(tables, print) {
  return html`<div class="row">
    <button type="button" class="button primary" @click=${severalTables}>${sign("plus")}${t("Several tables")}</button>
    ${tables.length ? html`<button type="button" class="button" @click=${print}>${sign("print")}${
    t("Print all codes")}</button>` : nothing}</div>
    ${tables.length ? nothing : html`<p class="soft">${
    t("No tables yet. A table has a code of its own: print it once, it works for years.")}</p>`}
    <ul class="setup-tables">${repeat(tables, ({ id }) => id, rowView)}</ul>`;
}

const rowView = (table) => html`<li><button type="button" class="table-item" aria-haspopup="dialog"
  @click=${() => editTable(table)}><bdi class="table-name">${table.name}</bdi> <span class="soft" dir="ltr">${
  grouped(table.code)}</span> <span class="table-state">${facts(table)}</span></button></li>`;

const facts = ({ seats, is_active: isActive }) => [seats && n("{count} seat", "{count} seats", seats),
  !isActive && t("switched off")].filter(Boolean).join(" · ");

/** Change one table. */
export function editTable({ id }) {
  const table = () => panel.tables.get(id);
  const name = h("input", { value: table().name, maxlength: LONGEST, required: true, autocomplete: "off" });
  const seats = h("input", { type: "number", min: 1, max: SEATS, step: 1, inputmode: "numeric",
    value: table().seats ?? "" });
  const inUse = h("input", { type: "checkbox", checked: table().is_active });
  const problem = h("p", { class: "problem", role: "alert" });
  const tell = (error) => ((problem.textContent = whyRefused(error)), false);
  const save = async () => {
    if (![name, seats].every((field) => field.reportValidity())) return false;
    const count = seats.value ? seats.valueAsNumber : null;
    return edit(table(), { name: name.value.trim(), seats: count, is_active: inUse.checked }).then(() => true, tell);
  };
  const act = (drawing, label, run) =>
    h("button", { type: "button", class: "button", on: { click: run } }, icon(drawing), label);
  const body = h("form", { class: "stack", on: { submit: async (event) => {
    event.preventDefault();
    if (await save()) dialog.close();
  } } },
  h("label", { class: "field" }, h("span", {}, t("Name")), name),
  h("label", { class: "field" }, h("span", {}, t("Seats, if you like")), seats),
  h("label", { class: "check" }, inUse, h("span", {}, t("In use: guests can sit there"))), problem,
  h("div", { class: "row" }, act("refresh", t("New code"), () => renew(table(), tell)),
    act("remove", t("Take the table away"), async () => (await remove(table(), tell)) && dialog.close())));
  const dialog = open({ title: t("Change {table}", { table: table().name }), body,
    actions: [{ label: t("Cancel"), kind: "quiet" }, { label: t("Save"), kind: "primary", run: save }] });
}

/** A code that was photographed leads nowhere any more. */
async function renew(table, tell) {
  const agreed = await confirm({
    title: t("A new code for {table}?", { table: table.name }),
    text: t("The stickers with {code} stop working at once. Print a new one for this table.",
      { code: grouped(table.code) }),
    yes: t("Make a new code"), no: t("Keep the code"), danger: true,
  });
  if (!agreed) return;
  await edit(table, { renew_code: true }).then(
    ({ code }) => toast(t("{table} has the code {code} now.", { table: table.name, code: grouped(code) })), tell);
}

async function remove(table, tell) {
  if (sessionAt(table)) return tell({ reason: "table_occupied" });
  const agreed = await confirm({
    title: t("Take {table} away?", { table: table.name }),
    text: t("Its stickers stop working for good. To stop using it for a while, take it out of use instead."),
    yes: t("Take it away"), no: t("Keep it"), danger: true,
  });
  if (!agreed) return false;
  try {
    await send(`/orders/tables/remove/${table.id}/`, {});
    panel.tables.delete(table.id);
    toast(t("{table} is taken away.", { table: table.name }));
    return true;
  } catch (error) {
    return tell(error);
  }
}
