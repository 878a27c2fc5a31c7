/** One scanner, or a new one. */

import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { Form } from "../../pages/form.js";
import { onSignedOut } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html, waiting } from "../../pages/view.js";
import { onItsWay, sent } from "./acts.js";
import { hardwareSave } from "./calls.js";
import { hardware, readHardware, unreadView } from "./hardware.js";
import { choiceField, commonFields, hardwareValues, nameField, remove } from "./hardware_form.js";
import { keysCard } from "./keys_view.js";
import { address } from "./routes.js";
import { backView } from "./standing_view.js";
import { tagOptions } from "./tags.js";
import { page } from "./state.js";
import { REFUSED } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Scanner} Scanner */

/** @type {{id: string, form: Form}|null} */
let open = null;

// Whoever comes next does not see what was typed.
onSignedOut(() => {
  open = null;
});

/** Somebody has turned to it; what was not touched shows how things are. @param {import("./routes.js").Route} route */
export function show({ id }) {
  if (open && (open.id !== id || !(open.form.dirty() || open.form.busy))) open = null;
  readHardware();
}

/** @param {State} state */
export function view(state) {
  const { route: { id } } = state;
  const back = backView("gates", t("Gates and cameras"));
  if (id === "new") {
    return html`${back}<h2 tabindex="-1">${t("New scanner")}</h2>
      <div class="card narrow">${formPart(formOf("", undefined), t("Add it"))}</div>`;
  }
  const { found, error } = hardware;
  if (!found) return html`${back}${error ? unreadView(error) : waiting(t("One moment…"))}`;
  const scanner = found.scanners.find((each) => each.id === id);
  if (!scanner) return html`${back}<div class="card"><h2 tabindex="-1">${REFUSED.scanner_not_found()}</h2></div>`;
  return html`${back}<h2 tabindex="-1"><bdi>${scanner.name}</bdi></h2>
    <div class="cards"><section class="card stack"><h3>${t("About it")}</h3>${
      formPart(formOf(id, scanner), t("Save"))}</section>
      ${keysCard(state, "scanners", id, scanner.keys, readHardware)}
      <section class="card stack"><h3>${t("Remove")}</h3><p class="soft">${t("Its keys end at once.")}</p>
        <div>${plainButton(t("Remove this scanner"), () => remove("scanners", id, scanner.name,
          t("Its keys end, so it opens nothing any more.")), "danger")}</div>${
        onItsWay(state, `remove ${id}`)}</section></div>`;
}

/** @param {Form} form @param {string} words */
const formPart = (form, words) => formView(form, { label: t("About it"), content: fieldsView(form),
  actions: submitButton(form, words) });

/** The form of this one, kept while it is looked at. @param {string} id "" for a new one @param {Scanner} [row] */
function formOf(id, row) {
  if (open?.id !== (id || "new")) open = { id: id || "new", form: makeForm(id, row) };
  return open.form;
}

/** @param {string} id @param {Scanner} [row] */
function makeForm(id, row) {
  const form = new Form({
    changed: page.changed, reasons: REFUSED, places: { name_taken: "name" },
    fields: [nameField(row ?? {}),
      choiceField("tag", t("Where it stands"), row?.tag ?? "Entry", tagOptions(["Entry", "Exit"])),
      ...commonFields(row ?? {})],
    save: async (values) => {
      const { id: made } = await sent(form, hardwareSave("scanners", id, hardwareValues(values, row)));
      await readHardware();
      toast(id ? t("Saved.") : t("It is added. Make a key for it now."));
      if (!id) location.hash = address("scanner", made);
    },
  });
  return form;
}
