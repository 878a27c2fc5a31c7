// The name by which the others at the table know who added what. Asked once, never needed.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { otherNames } from "./cart.js";
import { keep, kept } from "./kept.js";

const LONGEST = 40;

/** Ask for the name, unless this phone was asked before; whatever is answered, ordering goes on. */
export async function nameOnce() {
  if (!kept().asked) await changeName({ first: true });
}

/** Resolves when the dialog is closed. */
export function changeName({ first = false } = {}) {
  return new Promise((done) => {
    const field = nameField();
    const form = h("form", { class: "stack" }, ...parts(field, first));
    const dialog = open({
      title: first ? t("Who is ordering?") : t("Your name at this table"),
      body: form,
      actions: [],
      onClose: () => {
        keep((own) => (own.asked = true));
        done();
      },
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(field.value.trim());
      dialog.close();
    });
    form.querySelector(".skip-name").addEventListener("click", () => dialog.close());
    field.addEventListener("input", () => warn(form, field.value.trim()));
    field.focus();
  });
}

function nameField() {
  const kind = { type: "text", id: "nickname", maxlength: LONGEST, autocomplete: "nickname", dir: "auto" };
  return h("input", { ...kind, value: kept().guest, "aria-describedby": "nickname-note", enterkeyhint: "done" });
}

function parts(field, first) {
  const why = t("The others at your table see it beside what you add. A first name is enough.");
  const skip = first ? t("Go on without a name") : t("Leave it as it is");
  return [
    h("p", {}, why),
    h("label", { class: "field" }, h("span", {}, t("Name")), field),
    h("p", { class: "note-warn", id: "nickname-note", role: "status" }),
    h("button", { type: "submit", class: "button primary wide" }, t("Save the name")),
    h("button", { type: "button", class: "button quiet wide skip-name" }, skip),
  ];
}

function warn(form, name) {
  const taken = otherNames().some((other) => other.toLocaleLowerCase() === name.toLocaleLowerCase());
  form.querySelector(".note-warn").textContent = taken
    ? t("Somebody at this table uses this name already. Your items would be counted together.")
    : "";
}

function save(name) {
  keep((own) => {
    own.guest = name;
    own.asked = true;
    own.names = [...new Set([...own.names, name])].filter(Boolean);
  });
}
