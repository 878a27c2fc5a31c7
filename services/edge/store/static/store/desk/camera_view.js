/** One camera, or a new one. */

import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { Form, Wrong } from "../../pages/form.js";
import { onSignedOut } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html, waiting } from "../../pages/view.js";
import { onItsWay, sent } from "./acts.js";
import { hardwareSave } from "./calls.js";
import { readRows } from "./follow.js";
import { clipsCard, showClips } from "./clips_view.js";
import { hardware, readHardware, unreadView } from "./hardware.js";
import { choiceField, commonFields, hardwareValues, nameField, remove } from "./hardware_form.js";
import { seenField } from "./seen_field.js";
import { address } from "./routes.js";
import { backView } from "./standing_view.js";
import { tagOptions } from "./tags.js";
import { page } from "./state.js";
import { REFUSED } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Camera} Camera */

const STREAM = /^(rtsps?|rtmps?|https?):\/\/\S+$/;
const LONGEST_STREAM = 500;

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
  readRows();
  if (id !== "new") showClips(id);
}

/** @param {State} state */
export function view(state) {
  const { route: { id }, rows } = state;
  const back = backView("gates", t("Gates and cameras"));
  const { found, error } = hardware;
  if (!rows || !found) return html`${back}${error ? unreadView(error) : waiting(t("One moment…"))}`;
  if (id === "new") {
    return html`${back}<h2 tabindex="-1">${t("New camera")}</h2>
      <div class="card narrow">${formPart(formOf("", undefined), t("Add it"))}</div>`;
  }
  const camera = found.cameras.find((each) => each.id === id);
  if (!camera) return html`${back}<div class="card"><h2 tabindex="-1">${REFUSED.camera_not_found()}</h2></div>`;
  return html`${back}<h2 tabindex="-1"><bdi>${camera.name}</bdi></h2>
    <div class="cards"><section class="card stack"><h3>${t("About it")}</h3>${
      formPart(formOf(id, camera), t("Save"))}</section>
      <div class="stack">${clipsCard(id)}
        <section class="card stack"><h3>${t("Remove")}</h3><p class="soft">${t("Its clips stay.")}</p>
          <div>${plainButton(t("Remove this camera"), () => remove("cameras", id, camera.name,
            t("Its clips stay; it sends no further ones.")), "danger")}</div>${
          onItsWay(state, `remove ${id}`)}</section></div></div>`;
}

/** @param {Form} form @param {string} words */
const formPart = (form, words) => formView(form, { label: t("About it"), content: fieldsView(form,
  "name", "tag", ...(["Entry", "Exit"].includes(form.values.tag) ? [] : ["machines"]), "stream_url", "company",
  "model_number", "operation_status"), actions: submitButton(form, words) });

/** The form of this one, kept while it is looked at. @param {string} id "" for a new one @param {Camera} [row] */
function formOf(id, row) {
  if (open?.id !== (id || "new")) open = { id: id || "new", form: makeForm(id, row) };
  return open.form;
}

/** @param {string} typed */
function readStream(typed) {
  if (typed && !STREAM.test(typed)) throw new Wrong(t("An address that begins with rtsp://, rtmp:// or https://."));
  return typed;
}

/** @param {string} id @param {Camera} [row] */
function makeForm(id, row) {
  const places = { name_taken: "name", machine_unknown: "machines" };
  const form = new Form({
    changed: page.changed, reasons: REFUSED, places,
    fields: [
      nameField(row ?? {}),
      choiceField("tag", t("Where it looks"), row?.tag ?? "", [{ value: "", text: t("Not said") },
        ...tagOptions(["Entry", "Exit", "In-store", "Out-of-store"])], t("One at a gate sees all machines.")),
      seenField("machines", row?.machines ?? []),
      { name: "stream_url", label: t("Address of its stream"), value: row?.stream_url ?? "", maxlength: LONGEST_STREAM,
        autocomplete: "off", autocapitalize: "none", spellcheck: "false", inputmode: "url", read: readStream },
      ...commonFields(row ?? {})],
    save: async (values) => {
      const { id: made } = await sent(form, hardwareSave("cameras", id, hardwareValues(values, row)));
      await readHardware();
      toast(id ? t("Saved.") : t("It is added."));
      if (!id) location.hash = address("camera", made);
    },
  });
  return form;
}
