// When guests order: hours of the place and of its kitchen, menus by time of day, where it is, the waiting time.
import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { byCategory, categoryKey } from "../../pages/menu.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, render as draw } from "../../pages/view.js";
import { menu } from "./menu.js";
import { whyRefused } from "./refusals.js";
import { panel, takeRules } from "./state.js";
import { FRESH, freshWeek, isWhole, timeView, WEEKDAYS, weekView } from "./week.js";

const MOST_MENUS = 20;
const NAMES = ["timezone", "hours", "kitchen", "menus", "tell_wait"];

/** Change when guests order; nothing changes before it is saved. */
export async function showHours() {
  const draft = structuredClone(Object.fromEntries(NAMES.map((name) => [name, panel.rules[name]])));
  const products = await menu(panel.place).catch(() => []);
  const own = [...(draft.kitchen?.categories ?? []), ...draft.menus.flatMap(({ categories }) => categories)];
  const of = { draft, categories: distinct([...byCategory(products).map(({ name }) => name), ...own]), trouble: "" };
  const host = h("div");
  const render = () => draw(hoursView(of, render), host);
  render();
  open({
    title: t("When guests order"),
    body: host,
    actions: [{ label: t("Cancel"), kind: "quiet" },
      { label: t("Save"), kind: "primary", run: () => save(of, render) }],
  });
}

function distinct(names) {
  const known = new Map(names.filter(Boolean).map((name) => [categoryKey(name), name]));
  return [...known.values()];
}

async function save(of, render) {
  of.trouble = troubleOf(of.draft);
  if (!of.trouble && !of.busy) {
    of.busy = true;
    try {
      const path = `/orders/settings/${panel.place.id}/`;
      takeRules(await insist(path, of.draft, { key: newKey(), send: signedPost }));
      toast(t("Saved: guests order at these times from now on."));
      return true;
    } catch (error) {
      of.trouble = t("Nothing was changed. {reason}", { reason: whyRefused(error) });
    } finally {
      of.busy = false;
    }
  }
  render();
  return false;
}

/** What is missing, in words; "" where nothing is. */
function troubleOf({ hours, kitchen, menus }) {
  const tables = [hours, kitchen].filter(Boolean);
  const isFull = tables.every(isWhole) && menus.every(({ from, to }) => from && to);
  if (!isFull) return t("Something is missing: fill in each time, and each date once.");
  if (kitchen && !kitchen.categories.length) return t("Choose what the kitchen makes.");
  const isNamed = menus.every(({ name, categories, weekdays }) => name.trim() && categories.length && weekdays.length);
  return isNamed ? "" : t("Each menu needs a name, a weekday and something that is on it.");
}

function hoursView({ draft, categories, trouble }, changed) {
  const { hours, kitchen, menus } = draft;
  const set = (change) => (Object.assign(draft, change), changed());
  const fresh = () => ({ ...freshWeek(), categories: [] });
  return html`<div class="stack hours">
    <fieldset class="stack"><legend>${t("Opening hours")}</legend>
      ${check(t("Guests order at these hours only"), hours !== null, (on) => set({ hours: on ? freshWeek() : null }))}
      ${hours ? weekView(hours, t("Opening hours"), changed) : nothing}
      <p class="hint">${t("A time that ends earlier than it begins lasts past midnight.")}</p></fieldset>
    <fieldset class="stack"><legend>${t("Kitchen")}</legend>
      ${check(t("The kitchen has hours of its own"), kitchen !== null, (on) => set({ kitchen: on ? fresh() : null }))}
      ${kitchen ? html`${choiceView(t("What the kitchen makes"), categories, kitchen, changed)}
        ${weekView(kitchen, t("Hours of the kitchen"), changed)}` : nothing}</fieldset>
    <fieldset class="stack"><legend>${t("Menus by time of day")}</legend>
      <p class="hint">${t("What is on no menu here is offered all the time.")}</p>
      ${menus.map((one) => menuView(one, { draft, categories, changed }))}
      <button type="button" class="button" ?disabled=${menus.length >= MOST_MENUS}
        @click=${() => set({ menus: [...menus, freshMenu()] })}>${t("Add a menu, as breakfast")}</button></fieldset>
    <label class="field"><span>${t("Time zone of the place")}</span>
      <select @change=${({ target }) => set({ timezone: target.value })}>${zones(draft.timezone).map((zone) =>
    html`<option value=${zone} .selected=${zone === draft.timezone}>${zone}</option>`)}</select></label>
    ${check(t("Tell guests how long they are going to wait"), draft.tell_wait, (on) => set({ tell_wait: on }))}
    ${trouble ? html`<p class="problem" role="alert">${trouble}</p>` : nothing}</div>`;
}

const zones = (own) => [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])];

const freshMenu = () => ({ name: "", categories: [], weekdays: WEEKDAYS.map((_, day) => day + 1), ...FRESH() });

const check = (label, isOn, change) => html`<label class="check"><input type="checkbox" .checked=${live(isOn)}
  @change=${({ target }) => change(target.checked)}><span dir="auto">${label}</span></label>`;

const groupView = (label, checks) => html`<div class="stack" role="group" aria-label=${label}>
  <p aria-hidden="true" dir="auto">${label}</p><div class="choices">${checks}</div></div>`;

/** Categories of which some are chosen, in `of.categories`. */
function choiceView(label, categories, of, changed) {
  const keys = of.categories.map(categoryKey);
  const turn = (name, isOn) => {
    const others = of.categories.filter((one) => categoryKey(one) !== categoryKey(name));
    of.categories = isOn ? [...others, name] : others;
    changed();
  };
  if (!categories.length) return html`<p class="soft">${t("There is nothing on the menu yet.")}</p>`;
  return groupView(label, categories.map((name) =>
    check(name, keys.includes(categoryKey(name)), (isOn) => turn(name, isOn))));
}

function menuView(one, { draft, categories, changed }) {
  const name = one.name.trim() || t("New menu");
  const away = () => ((draft.menus = draft.menus.filter((other) => other !== one)), changed());
  const turn = (day, isOn) => {
    const others = one.weekdays.filter((other) => other !== day);
    one.weekdays = isOn ? [...others, day].sort((a, b) => a - b) : others;
    changed();
  };
  return html`<div class="stack menu-times" role="group" aria-label=${name}>
    <label class="field"><span>${t("Name of the menu")}</span><input maxlength="100" dir="auto" autocomplete="off"
      .value=${one.name} @change=${({ target }) => ((one.name = target.value), changed())}></label>
    ${timeView(name, one)}
    ${groupView(t("{menu}: weekdays", { menu: name }), WEEKDAYS.map((day, at) =>
    check(day, one.weekdays.includes(at + 1), (isOn) => turn(at + 1, isOn))))}
    ${choiceView(t("{menu}: what is on it", { menu: name }), categories, one, changed)}
    <button type="button" class="button quiet" @click=${away}>${t("Remove {menu}", { menu: name })}</button></div>`;
}
