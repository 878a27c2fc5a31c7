// The bar at the top: the place, the station, sound, settings.
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { counts } from "./board.js";
import { icon } from "./icons.js";
import { set, settings, station } from "./settings.js";
import { isBlocked, play, unlock, wasJustUnlocked } from "./sounds.js";
import { panel } from "./state.js";
import { stationName } from "./totals.js";

/** `acts`: {station(), settings()}. */
export function makeHeader(acts) {
  const parts = {
    live: h("span", { class: "live" }, icon("live"), h("span", {}, t("Live"))),
    filter: tool(acts.station),
    sound: tool(toggleSound),
  };
  const gear = tool(acts.settings, icon("settings"), h("span", { class: "tool-text" }, t("Settings")));
  gear.setAttribute("aria-label", t("Settings"));
  const node = h("header", { class: "bar" },
    h("a", { class: "brand", href: "/", "aria-label": t("Aisle: start page") }, icon("board")),
    h("h1", {}, h("span", { class: "visually-hidden" }, t("Order panel"), ": "), h("bdi", {}, panel.place.name)),
    parts.live, h("div", { class: "tools" }, parts.filter, parts.sound, gear));
  const render = () => {
    const found = Object.fromEntries(counts());
    parts.live.hidden = panel.link.kind !== "live";
    document.title = `${found.new ? `(${found.new}) ` : ""}${t("Order panel")} – ${panel.place.name}`;
    drawFilter(parts.filter);
    drawSound(parts.sound);
    node.toggleAttribute("data-blocked", isBlocked());
  };
  return { node, render };
}

const tool = (click, ...content) => h("button", { type: "button", class: "button tool", on: { click } }, ...content);

function drawFilter(button) {
  const shown = station(panel.place);
  const name = shown.length ? stationName(shown) : t("All stations");
  button.dataset.filter = "";
  button.toggleAttribute("data-on", shown.length > 0);
  write(button, `filter ${name}`, icon("filter"), h("span", { class: "tool-text" }, name));
  button.setAttribute("aria-label", t("Station: {name}", { name }));
}

function drawSound(button) {
  const { sound } = settings();
  const text = !sound ? t("Sound off") : isBlocked() ? t("Sound blocked: tap") : t("Sound on");
  button.toggleAttribute("data-blocked", isBlocked());
  write(button, text, icon(sound && !isBlocked() ? "sound" : "silent"), h("span", { class: "tool-text" }, text));
  button.setAttribute("aria-label", text);
}

/** Write only what has changed: the button may be under a finger. */
function write(button, text, ...content) {
  if (button.dataset.text === text) return;
  button.dataset.text = text;
  button.replaceChildren(...content);
}

/** The first tap allows sounds where the browser forbade them, the next ones switch them off and on. */
function toggleSound() {
  if (wasJustUnlocked()) return false;
  if (isBlocked()) return unlock();
  set({ sound: !settings().sound });
  unlock();
  return settings().sound && play("order");
}
