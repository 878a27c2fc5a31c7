/** The page of one machine: its scales and what lies on them, its name, its keys. */

import { plainButton } from "../../pages/buttons.js";
import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { Form } from "../../pages/form.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, trouble, waiting } from "../../pages/view.js";
import { onItsWay, perform, sent } from "./acts.js";
import { machineName, machineRetire } from "./calls.js";
import { readRows } from "./follow.js";
import { keysCard } from "./keys_view.js";
import { lookAt, machine, readAgain, weights } from "./machine.js";
import { forgetScales } from "./scale_form.js";
import { scalesCard } from "./scales_view.js";
import { backView, badgeView, heardView } from "./standing_view.js";
import { page } from "./state.js";
import { REFUSED, explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Machine} Machine */

const LONGEST_NAME = 100;

/** @type {{id: string, form: Form}|null} */
let naming = null;

/** @param {import("./routes.js").Route} route */
export function show({ id }) {
  if (!lookAt(id)) return;
  naming = null;
  forgetScales();
}

/** @param {string} type @param {any} data */
export function hear(type, data) {
  if (type === "snapshot" || (type === "machine.changed" && data.machine_id === weights.id)) readAgain();
}

/** @param {State} state */
export function view(state) {
  const { found, error } = machine;
  const back = backView("machines", t("All machines"));
  if (!found && error) {
    return html`${back}${trouble(explain(error), html`<p>${plainButton(t("Try again"), readAgain)}</p>`)}`;
  }
  if (!found) return html`${back}${waiting(t("One moment…"))}`;
  const { row, plan } = found;
  return html`${back}${headView(state, row)}${row.retired_at ? retiredView(row) : html`
    ${scalesCard(state, row.machine_id, weights.told, plan)}
    <div class="cards"><div class="stack">${nameCard(row)}${retireCard(state, row)}</div>
      ${keysCard(state, "machines", row.machine_id, row.keys, readAgain)}</div>`}`;
}

/** @param {State} state @param {Machine} row */
function headView(state, row) {
  const now = weights.told ?? row;
  return html`<div class="machine-head"><h2 tabindex="-1"><bdi>${row.display_name}</bdi></h2>
    <p class="soft">${row.machine_id}</p>
    ${row.retired_at ? nothing
      : html`<p class="badges">${badgeView(now)} <span class="soft small">${heardView(state, now)}</span></p>`}</div>`;
}

/** @param {Machine} row */
const retiredView = ({ retired_at: at }) => html`<p class="note">${
  t("Retired on {time}: it stays for its tickets, and its number is not given out again.",
    { time: dayAndClock(at ?? "") })}</p>`;

/** @param {Machine} row */
function nameCard(row) {
  if (naming?.id !== row.machine_id) naming = { id: row.machine_id, form: nameForm(row) };
  const { form } = naming;
  return html`<section class="card stack"><h3>${t("Name")}</h3>${formView(form, { label: t("Name"),
    content: fieldsView(form), actions: submitButton(form, t("Save the name"), { look: "" }) })}</section>`;
}

/** @param {Machine} row */
function nameForm({ machine_id: id, display_name: name }) {
  const form = new Form({
    changed: page.changed, reasons: REFUSED,
    fields: [{ name: "display_name", label: t("Name for people"), value: name, required: true,
      maxlength: LONGEST_NAME, autocomplete: "off" }],
    save: async ({ display_name: typed }) => {
      await sent(form, machineName(id, typed));
      toast(t("Saved."));
      readAgain();
      readRows();
    },
  });
  return form;
}

/** @param {State} state @param {Machine} row */
const retireCard = (state, { machine_id: id }) => html`<section class="card stack"><h3>${t("Retire")}</h3>
  <p class="soft">${t("Take it out of use for good: it gets no further tickets, and its keys end.")}</p>
  <div>${plainButton(t("Retire this machine"), () => retire(id), "danger")}</div>
  ${onItsWay(state, `retire ${id}`)}</section>`;

/** @param {string} id */
async function retire(id) {
  const text = t("It stays for its tickets. This cannot be undone, and its number is not given out again.");
  if (!await confirm({ title: t("Retire {name}?", { name: id }), text, yes: t("Retire it"), danger: true })) return;
  perform(`retire ${id}`, machineRetire(id), () => {
    toast(t("It is retired."));
    readAgain();
    readRows();
  });
}
