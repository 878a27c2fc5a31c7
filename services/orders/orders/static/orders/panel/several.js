// Many tables at once: "Tables 1–12".
import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { n, t } from "../../pages/texts.js";
import { isKnownName } from "./names.js";
import { whyRefused } from "./refusals.js";
import { panel, takeTable } from "./state.js";

const MOST = 200; // tables at once

/** Ask from which number to which, and create them. */
export function severalTables() {
  const word = h("input", { value: t("Table"), maxlength: 190, required: true, autocomplete: "off" });
  const from = number(1), to = number(12);
  const seats = h("input", { type: "number", min: 1, max: 99, step: 1, inputmode: "numeric" });
  const status = h("p", { class: "soft", role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const names = () => {
    const count = to.valueAsNumber - from.valueAsNumber + 1;
    if (!(count >= 1 && count <= MOST)) return [];
    return Array.from({ length: count }, (_, at) => `${word.value.trim()} ${from.valueAsNumber + at}`);
  };
  const say = () => {
    const all = names(), known = all.filter(isKnownName).length;
    status.textContent = [all.length ? n("{names}: {count} table", "{names}: {count} tables", all.length,
      { names: [...new Set([all[0], all.at(-1)])].join(" – ") }) : "", known ? n("{count} of them is there already.",
      "{count} of them are there already.", known) : ""].filter(Boolean).join(". ");
  };
  const create = async () => {
    if (![word, from, to, seats].every((field) => field.reportValidity())) return false;
    const all = names();
    problem.textContent = all.length ? "" : t("The second number must be the larger one; up to {most} tables at once.",
      { most: MOST });
    return all.length ? createAll(all.filter((name) => !isKnownName(name)), seats, status, problem) : false;
  };
  const field = (label, input) => h("label", { class: "field" }, h("span", {}, label), input);
  const submit = async (event) => (event.preventDefault(), (await create()) && dialog.close());
  const dialog = open({
    title: t("Several tables"),
    body: h("form", { class: "stack", on: { submit, input: say } }, field(t("Word before the number"), word),
      h("div", { class: "pair" }, field(t("From"), from), field(t("To"), to)),
      field(t("Seats each, if you like"), seats), status, problem),
    actions: [{ label: t("Cancel"), kind: "quiet" }, { label: t("Create them"), kind: "primary", run: create }],
  });
  say();
  to.focus();
  to.select();
}

const number = (value) =>
  h("input", { type: "number", min: 1, max: 9999, step: 1, required: true, inputmode: "numeric", value });

/** One after the other, each with a key of its own; those that are there stay when one is refused. */
async function createAll(names, seats, status, problem) {
  let done = 0;
  const onTrouble = () => (problem.textContent = t("No answer yet. Trying again…"));
  for (const name of names) {
    status.textContent = t("{done} of {count} tables…", { done, count: names.length });
    const body = { location_id: panel.place.id, name, ...(seats.value ? { seats: seats.valueAsNumber } : {}) };
    try {
      takeTable(await insist("/orders/tables/create/", body, { key: newKey(), send: signedPost, onTrouble }));
      problem.textContent = "";
      done += 1;
    } catch (error) {
      problem.textContent = t("{name} was not created. {reason}", { name, reason: whyRefused(error) });
      status.textContent = n("{count} table is created.", "{count} tables are created.", done);
      return false;
    }
  }
  toast(n("{count} table is created.", "{count} tables are created.", done));
  return true;
}
