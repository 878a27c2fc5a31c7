// The name by which the others at the table know who added what. Asked in the cart, never in the way, never needed.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { otherNames } from "./cart.js";
import { keep, kept } from "./kept.js";
import { giveName } from "./outbox.js";

const LONGEST = 40;

/** The question in the cart, until it is answered or put away. */
export function nameView() {
  const { guest, asked } = kept();
  if (guest || asked) return nothing;
  return html`<div class="ask-name" role="group" aria-label=${t("Who is ordering?")}>
    <p>${t("Who is ordering? A first name is enough.")}</p>
    <div class="row"><button type="button" class="button" @click=${() => changeName()}>${t("Tell your name")}</button>
      <button type="button" class="button quiet" @click=${() => keep((own) => (own.asked = true))}>
        ${t("Without a name")}</button></div></div>`;
}

/** Resolves when the dialog is closed. */
export function changeName() {
  return new Promise((done) => {
    const field = nameField();
    const form = h("form", { class: "stack" }, ...parts(field));
    const dialog = open({ title: t("Your name at this table"), body: form, actions: [], onClose: done });
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

function parts(field) {
  const why = t("The others at your table see it beside what you add. A first name is enough.");
  return [
    h("p", {}, why),
    h("label", { class: "field" }, h("span", {}, t("Name")), field),
    h("p", { class: "note-warn", id: "nickname-note", role: "status" }),
    h("button", { type: "submit", class: "button primary wide" }, t("Save the name")),
    h("button", { type: "button", class: "button quiet wide skip-name" }, t("Leave it as it is")),
  ];
}

function warn(form, name) {
  const taken = otherNames().some((other) => other.toLocaleLowerCase() === name.toLocaleLowerCase());
  form.querySelector(".note-warn").textContent = taken ? t("Somebody at this table uses this name already.") : "";
}

function save(name) {
  keep((own) => {
    own.guest = name;
    own.asked = true;
    own.names = [...new Set([...own.names, name])].filter(Boolean);
  });
  giveName();
}
