// The sitting's word: four digits that the staff tell, asked once per phone before it changes anything.
import { Refused, newKey, post } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { keep, kept } from "./kept.js";
import { table } from "./state.js";
import { refusalWord } from "./words.js";

/** Whether this phone has to say the word before it may change anything. */
export const needsWord = () => Boolean(table.session?.asks_word) && !kept().key;

/** Asks for the word where it is needed; resolves to whether this phone may go on. */
export function wordOnce() {
  return needsWord() ? askWord() : Promise.resolve(true);
}

function askWord() {
  return new Promise((answer) => {
    const field = h("input", { id: "word", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 4,
      required: true, dir: "ltr", "aria-describedby": "word-wrong", enterkeyhint: "go" });
    const wrong = h("p", { class: "note-warn", id: "word-wrong", role: "alert" });
    const button = h("button", { type: "submit", class: "button primary wide" }, t("Go on"));
    const why = h("p", {}, t("The staff tell you four digits. They are asked only once."));
    const form = h("form", { class: "stack", novalidate: true }, why,
      h("label", { class: "field" }, h("span", {}, t("Four digits of your table")), field), wrong, button);
    let isIn = false;
    const dialog = open({ title: t("Are you at this table?"), body: form, onClose: () => answer(isIn) });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      wrong.textContent = "";
      isIn = await enter(field.value.trim(), (words) => (wrong.textContent = words));
      if (isIn) dialog.close();
      else field.select();
    });
    field.focus();
  });
}

/** Joins with a word; whether that worked. `tell` gets what is wrong. */
async function enter(word, tell) {
  if (!/^\d{4}$/.test(word)) return (tell(t("These are four digits, such as 2047.")), false);
  try {
    const joined = await post(`/orders/sessions/join/${table.code}/`, { word }, { key: newKey() });
    keep((own) => Object.assign(own, { key: joined.guest_key, phone: joined.guest_id }));
    return true;
  } catch (error) {
    tell(problem(error));
    return false;
  }
}

function problem(error) {
  if (!(error instanceof Refused)) return t("There was no answer. Please try again.");
  if (error.status === 429) return t("Too many attempts. Wait a minute, then try again.");
  if (error.reason === "word_needed") return t("These are not the digits of your table. Please ask the staff.");
  return refusalWord(error.reason);
}
