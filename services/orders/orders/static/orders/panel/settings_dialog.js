// The settings of this device.
import { confirm, open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { signOut, who } from "../../pages/login.js";
import { takingsOf } from "../../pages/places.js";
import { setLanguage } from "../../pages/storage.js";
import { language, languages, n, t } from "../../pages/texts.js";
import { icon } from "./icons.js";
import { set, settings } from "./settings.js";
import { SETUP } from "./signin.js";
import { play, unlock } from "./sounds.js";
import { showPrinters } from "./printers_dialog.js";
import { placeRules } from "./place_rules.js";
import { dropMoney, unansweredCount } from "./money_sending.js";
import { showReceipts } from "./receipts_dialog.js";
import { showPause } from "./pause_dialog.js";
import { mayServe, maySetUp } from "./roles.js";
import { panel } from "./state.js";
import { dropAll, pendingCount } from "./taps.js";

/** `places`: those somebody may choose; `choose(place)` goes to one. */
export function showSettings({ places, choose }) {
  const dialog = open({
    title: t("Settings of this device"),
    body: h("div", { class: "stack settings" }, pauseButton(() => (dialog.close(), showPause())),
      placeField(places, (place) => (dialog.close(), choose(place))),
      sizeField(), times(), sounds(), screen(), languageField(), maySetUp() && placeRules(),
      printers(() => dialog.close()), receipts(() => dialog.close()), account()),
  });
}

/** Who serves may stop the orders of guests for a while; a phone has no other room for it. */
const pauseButton = (click) => mayServe() &&
  h("button", { type: "button", class: "button", on: { click } }, icon("pause"), t("Pause orders"));

const field = (label, input, hint) =>
  h("label", { class: "field" }, h("span", {}, label), input, hint && h("span", { class: "hint" }, hint));

function select(options, value, change) {
  const made = h("select", { on: { change: () => change(made.value) } },
    options.map(([key, text]) => h("option", { value: key, selected: String(key) === String(value) }, text)));
  return made;
}

function placeField(places, choose) {
  if (places.length < 2) return null;
  const options = places.map((place) => [place.id, place.name]);
  const go = (id) => choose(places.find((one) => String(one.id) === id));
  return field(t("Place"), select(options, panel.place.id, go));
}

function sizeField() {
  const sizes = [["automatic", t("Automatic: fills the screen")], ["small", t("Small")], ["normal", t("Normal")],
    ["large", t("Large")]];
  return field(t("Size of the cards"), select(sizes, settings().size, (size) => set({ size })));
}

function times() {
  const input = (name) =>
    h("input", { type: "number", min: 1, max: 240, step: 1, value: settings()[name], inputmode: "numeric" });
  const [warn, late] = [input("warn"), input("late")];
  const problem = h("p", { class: "problem", role: "alert" });
  const save = () => {
    const [first, second] = [warn.valueAsNumber, late.valueAsNumber];
    const good = first >= 1 && second > first && second <= 240;
    problem.textContent = good ? "" : t("“Late” must come after “waiting”; both are 1 to 240 minutes.");
    if (good) set({ warn: Math.round(first), late: Math.round(second) });
  };
  for (const one of [warn, late]) one.addEventListener("change", save);
  return h("fieldset", { class: "stack" }, h("legend", {}, t("How long may a table wait?")), h("div", { class: "pair" },
    field(t("“waiting” after minutes"), warn), field(t("“late” after minutes"), late)), problem);
}

function sounds() {
  const kinds = [["order", t("New orders, until they are accepted")], ["ready", t("Ready to be carried out")],
    ["changed", t("Cancelled orders")], ["call", t("Calls of guests")]];
  const volume = h("input", { type: "range", min: 0.1, max: 1, step: 0.1, value: settings().volume,
    on: { change: () => (set({ volume: Number(volume.value) }), play("order")) } });
  return h("fieldset", { class: "stack" }, h("legend", {}, t("Sounds")),
    check(t("Sound on"), settings().sound, (sound) => set({ sound })),
    h("ul", {}, kinds.map(([kind, label]) => h("li", { class: "sound-kind" },
      check(label, settings().sounds[kind] !== false,
        (on) => set(({ sounds: all }) => ({ sounds: { ...all, [kind]: on } }))),
      h("button", { type: "button", class: "button quiet", "aria-label": t("Listen: {sound}", { sound: label }),
        on: { click: () => (unlock(), play(kind)) } }, icon("sound"), t("Listen"))))),
    field(t("Volume"), volume));
}

function check(label, checked, change) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", checked,
    on: { change: (event) => change(event.target.checked) } }), h("span", {}, label));
}

function screen() {
  if (!navigator.wakeLock) return null;
  return check(t("Keep the screen on"), settings().awake, (awake) => set({ awake }));
}

function languageField() {
  return field(t("Language"), select(languages.map(({ tag, name }) => [tag, name]), language, setLanguage));
}

function printers(close) {
  return h("fieldset", { class: "stack" }, h("legend", {}, t("Kitchen printers")),
    h("button", { type: "button", class: "button", on: { click: () => (close(), showPrinters()) } }, icon("print"),
      t("Show the printers")));
}

/** A phone has no other room for them. */
const receipts = (close) => mayServe() && h("button", { type: "button", class: "button",
  on: { click: () => (close(), showReceipts()) } }, icon("bill"), t("Receipts"));

function account() {
  return h("div", { class: "stack account" }, h("p", { class: "soft" },
    t("Signed in as {name}.", { name: who()?.username ?? "" })), h("div", { class: "row" },
    h("a", { class: "button", href: SETUP }, t("Set up the place")),
    mayServe() && h("a", { class: "button", href: takingsOf(panel.place.id) },
      maySetUp() ? t("Takings and closing the day") : t("Drawer")),
    h("button", { type: "button", class: "button", on: { click: leave } }, t("Sign out"))));
}

async function leave() {
  const waiting = pendingCount() + unansweredCount();
  const agreed = !waiting || await confirm({
    title: t("Sign out?"),
    text: n("{count} tap was not sent yet and would be lost.",
      "{count} taps were not sent yet and would be lost.", waiting),
    yes: t("Sign out"), no: t("Stay"), danger: true,
  });
  if (!agreed) return;
  dropAll();
  dropMoney();
  await signOut();
}
