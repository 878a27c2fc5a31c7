// What is left when nothing can be ordered: a closed table, a code that nobody knows, an address without a code.
import { h, icon } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { kept } from "./kept.js";
import { tabParts } from "./orders.js";
import { code, table } from "./state.js";

const CODE = /([0-9a-f]{40})\/?\s*$/i;

/** The closed table. What was ordered is shown to the phones that took part, and to no other. */
export function closedView() {
  const name = table.session.name;
  const title = h("h2", { id: "title-closed", tabindex: "-1" }, t("This table is closed"));
  const what = t("The staff have closed the order of {name}. Nothing more can be ordered here.", { name });
  const next = t("Would you like something else? Please ask the staff.");
  const own = kept();
  const left = own.key && (table.cart.size || own.jobs.length);
  const unsent = left ? h("p", {}, t("What was still in the cart has not been ordered.")) : null;
  const words = h("div", {}, title, h("p", {}, what), unsent);
  const banner = h("div", { class: "banner closed", dataset: { state: "warn" } }, icon("info"), words);
  const attributes = { class: "view ended", "aria-labelledby": "title-closed" };
  const ordered = own.key && table.orders.size ? [h("h3", {}, t("What was ordered")), ...tabParts()] : [];
  return h("section", attributes, banner, h("p", {}, next), ...ordered);
}

/** A code that the server does not know, or none at all. */
export function entryView() {
  const name = code ? t("We do not know this code") : t("Which table is yours?");
  const title = h("h2", { id: "title-entry", tabindex: "-1" }, name);
  const why = code
    ? t("It may be from an older visit, or a part of the address is missing. Nothing was ordered.")
    : t("Every table has a code that opens its menu.");
  const banner = h("p", { class: "banner", dataset: { state: code ? "warn" : "info" } }, why);
  const how = h(
    "ul",
    { class: "how" },
    h("li", {}, t("Scan the code on your table with the camera of your phone.")),
    h("li", {}, t("No luck? The staff open the table for you, or take your order as ever.")),
  );
  return h("section", { class: "view ended", "aria-labelledby": "title-entry" }, title, banner, how, entryForm());
}

function entryForm() {
  const typing = { autocomplete: "off", autocapitalize: "off", spellcheck: "false", dir: "ltr", required: true };
  const field = h("input", { id: "code", "aria-describedby": "code-wrong", ...typing });
  const wrong = h("p", { class: "note-warn", id: "code-wrong", role: "alert" });
  const submit = (event) => {
    event.preventDefault();
    const [, found] = CODE.exec(field.value) ?? [];
    if (found) location.assign(`/t/${found.toLowerCase()}/`);
    else wrong.textContent = t("That is no code of a table: it has 40 letters and digits. Paste the whole address.");
  };
  const label = h("label", { class: "field" }, h("span", {}, t("Code or address of the table")), field);
  const button = h("button", { type: "submit", class: "button primary" }, t("Open the table"));
  return h("form", { class: "stack", on: { submit } }, label, wrong, button);
}
