// The top of the page: the place's face, where one sits, the language, and whether the page is live.
import { h, icon } from "../../pages/dom.js";
import { statusBar } from "../../pages/status.js";
import { setLanguage } from "../../pages/storage.js";
import { languages, t } from "../../pages/texts.js";
import { showFace } from "./face.js";
import { table } from "./state.js";

const place = h("p", { class: "top-place", dir: "auto" });
const heading = h("h1", { class: "top-table", tabindex: "-1", dir: "auto" });
const logo = h("div", { class: "top-logo", hidden: true });
const link = h("div", { class: "top-link" });

export function header() {
  const top = h("div", { class: "top" }, logo, h("div", { class: "top-names" }, heading, place), link, language());
  new ResizeObserver(() => document.body.style.setProperty("--head", `${top.offsetHeight}px`)).observe(top);
  return top;
}

function language() {
  const chosen = document.documentElement.lang;
  const options = languages.map(({ tag, name }) => {
    return h("option", { value: tag, lang: tag, ...(tag === chosen && { selected: "" }) }, name);
  });
  const change = (event) => setLanguage(event.target.value);
  const select = h("select", { class: "top-language", "aria-label": t("Language"), on: { change } }, ...options);
  const tag = h("span", { "aria-hidden": "true" }, chosen.split("-")[0].toUpperCase());
  return h("div", { class: "top-choice" }, icon("globe"), tag, select);
}

export function drawHeader() {
  const name = table.session?.name ?? table.seat?.spot?.name ?? t("Your table");
  heading.textContent = name;
  place.textContent = table.place?.name ?? "";
  document.title = table.place ? `${name} – ${table.place.name}` : name;
  link.hidden = table.unknown || table.session?.state === "CLOSED" || table.code === "";
  showFace(table.place, logo);
}

/** The connection has another state. */
export function drawLink() {
  statusBar(link, table.link, { hint: t("What you add waits on this phone.") });
}
