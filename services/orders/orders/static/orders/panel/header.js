// The bar at the top: the place, the station, sound, settings.
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render as draw } from "../../pages/view.js";
import { counts } from "./board.js";
import { sign } from "./icons.js";
import { closedText, waitText } from "./pausing.js";
import { mayServe } from "./roles.js";
import { set, settings, station } from "./settings.js";
import { isBlocked, play, unlock, wasJustUnlocked } from "./sounds.js";
import { panel } from "./state.js";
import { stationName } from "./totals.js";

/** `acts`: {station(), pause(), settings()}. */
export function makeHeader(acts) {
  const node = h("header", { class: "bar" });
  const render = () => {
    const found = Object.fromEntries(counts());
    document.title = `${found.new ? `(${found.new}) ` : ""}${t("Order panel")} – ${panel.place.name}`;
    node.toggleAttribute("data-blocked", isBlocked());
    draw(barView(acts), node);
  };
  return { node, render };
}

const barView = (acts) => html`<a class="brand" href="/" aria-label=${t("Aisle: start page")}>${sign("board")}</a>
  <h1><span class="visually-hidden">${t("Order panel")}: </span><bdi>${panel.place.name}</bdi></h1>
  <span class="live" ?hidden=${panel.link.kind !== "live"}>${sign("live")}<span>${t("Live")}</span></span>
  <span class="waits">${closedText(panel) || waitText(panel)}</span>
  <div class="tools">${stationView(acts.station)}${soundView()}${pauseView(acts.pause)}
    <button type="button" class="button tool" aria-label=${t("Settings")} @click=${acts.settings}>${
      sign("settings")}<span class="tool-text">${t("Settings")}</span></button></div>`;

function stationView(choose) {
  const shown = station(panel.place);
  const name = shown.length ? stationName(shown) : t("All stations");
  return html`<button type="button" class="button tool" data-filter ?data-on=${shown.length > 0}
    aria-label=${t("Station: {name}", { name })} @click=${choose}>${sign("filter")}<span class="tool-text">${
    name}</span></button>`;
}

/** Who serves may stop the orders of guests for a while. */
function pauseView(pause) {
  if (!mayServe()) return nothing;
  return html`<button type="button" class="button tool tool-pause"
    aria-label=${t("Pause orders")} @click=${pause}>${sign("pause")}<span class="tool-text">${
    t("Pause")}</span></button>`;
}

function soundView() {
  const { sound } = settings();
  const text = !sound ? t("Sound off") : isBlocked() ? t("Sound blocked: tap") : t("Sound on");
  return html`<button type="button" class="button tool" ?data-blocked=${isBlocked()} aria-label=${text}
    @click=${toggleSound}>${sign(sound && !isBlocked() ? "sound" : "silent")}<span class="tool-text">${
    text}</span></button>`;
}

/** The first tap allows sounds where the browser forbade them, the next ones switch them off and on. */
function toggleSound() {
  if (wasJustUnlocked()) return false;
  if (isBlocked()) return unlock();
  set({ sound: !settings().sound });
  unlock();
  return settings().sound && play("order");
}
