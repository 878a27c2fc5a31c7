// The menu: categories, search, dietary filter.
import { h, icon, keyed, say } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { byCategory } from "../../pages/menu.js";
import { countCart, makeDish, updateDish } from "./dish.js";
import { isOpen, table } from "./state.js";

const wanted = { text: "", tags: new Set() };
const search = h("input", {
  type: "search",
  class: "search-field",
  id: "search",
  autocomplete: "off",
  enterkeyhint: "search",
  placeholder: t("Search the menu"),
  "aria-label": t("Search the menu"),
  on: { input: () => filter() },
});
const filterButton = h(
  "button",
  { type: "button", class: "button quiet", "aria-expanded": "false", "aria-controls": "tags", on: { click: fold } },
  icon("leaf"),
  h("span", {}, t("Filter")),
);
const tags = h("div", { class: "tags", id: "tags", role: "group", "aria-label": t("Show only"), hidden: true });
const categories = h("nav", { class: "categories", "aria-label": t("Categories") });
const list = h("div", { class: "dishes" });
const bare = h("p", { class: "nothing", hidden: true }, t("The menu is empty. Please order with the staff."));
const nothing = h(
  "div",
  { class: "nothing", hidden: true },
  h("p", {}, t("Nothing on the menu matches.")),
  h("button", { type: "button", class: "button", on: { click: reset } }, t("Show the whole menu")),
);
const spinner = h("span", { class: "spinner", "aria-hidden": "true" });
const loading = h("p", { class: "nothing" }, spinner, t("Loading the menu…"));
let speaking = 0;

export function menuView() {
  const title = h("h2", { id: "title-menu", class: "visually-hidden", tabindex: "-1" }, t("Menu"));
  const finder = h("div", { class: "finder", role: "search" }, icon("search"), search, filterButton);
  const attributes = { class: "view", id: "view-menu", "aria-labelledby": "title-menu" };
  return h("section", attributes, title, finder, tags, categories, loading, list, nothing, bare);
}

function fold() {
  tags.hidden = !tags.hidden;
  filterButton.setAttribute("aria-expanded", String(!tags.hidden));
}

function filter() {
  wanted.text = search.value.trim().toLocaleLowerCase();
  drawMenu();
  clearTimeout(speaking);
  speaking = setTimeout(() => say(counted()), 700);
}

function counted() {
  const count = list.querySelectorAll(".dish").length;
  return n("{count} dish found", "{count} dishes found", count);
}

function toggle(tag) {
  if (!wanted.tags.delete(tag)) wanted.tags.add(tag);
  filter();
}

function reset() {
  search.value = "";
  wanted.tags.clear();
  filter();
  search.focus();
}

const names = (labels) => labels.map((label) => label.name);

function matches(product) {
  if (![...wanted.tags].every((tag) => names(product.tags).includes(tag))) return false;
  const words = [product.name, product.description, ...names(product.categories), ...names(product.tags)];
  return words.join(" ").toLocaleLowerCase().includes(wanted.text);
}

/** The categories in the order of the menu, with their dishes. */
const grouped = (products) => byCategory(products).map((group, index) =>
  ({ name: group.name || t("More"), dishes: group.products, id: `category-${index}` }));

export function drawMenu() {
  loading.hidden = table.menu !== null;
  if (table.menu === null) return;
  countCart();
  const all = [...table.menu.values()];
  const groups = grouped(all).map((group) => ({ ...group, dishes: group.dishes.filter(matches) }));
  const found = groups.filter((group) => group.dishes.length > 0);
  keyed(list, found, (group) => group.name, makeGroup, updateGroup);
  keyed(categories, found, (group) => group.name, makeChip, updateChip);
  drawTags(all);
  nothing.hidden = found.length > 0 || all.length === 0;
  bare.hidden = all.length > 0;
  categories.hidden = found.length < 2;
  list.classList.toggle("readonly", !isOpen());
}

function drawTags(products) {
  const known = [...new Set(products.flatMap((product) => names(product.tags)))].sort();
  filterButton.hidden = known.length === 0;
  const count = wanted.tags.size;
  filterButton.lastElementChild.textContent = count ? t("Filter ({count})", { count }) : t("Filter");
  keyed(tags, known, (tag) => tag, makeTag, pressTag);
}

const pressTag = (node, tag) => node.setAttribute("aria-pressed", String(wanted.tags.has(tag)));

function makeTag(tag) {
  const click = () => toggle(tag);
  return h("button", { type: "button", class: "chip", dir: "auto", "aria-pressed": "false", on: { click } }, tag);
}

function makeGroup(group) {
  const id = `title-${group.id}`;
  const title = h("h3", { id, class: "group-title", tabindex: "-1", dir: "auto" }, group.name);
  const attributes = { class: "group", "aria-labelledby": id, dataset: { group: group.id } };
  const node = h("section", attributes, title, h("ul", {}));
  updateGroup(node, group);
  marker.observe(node);
  return node;
}

function updateGroup(node, group) {
  keyed(node.lastElementChild, group.dishes, (dish) => dish.id, makeDish, updateDish);
}

function makeChip(group) {
  const click = () => jump(group.id);
  const attributes = { type: "button", class: "chip", dir: "auto", dataset: { group: group.id } };
  return h("button", { ...attributes, on: { click } }, group.name);
}

function updateChip(node, group) {
  node.dataset.group = group.id;
}

function jump(id) {
  const title = document.getElementById(`title-${id}`);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  title.closest(".group").scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  title.focus({ preventScroll: true });
}

// Marks the category that is being read.
const marker = new IntersectionObserver(
  (entries) => {
    const here = entries.filter((entry) => entry.isIntersecting).at(-1);
    if (here) mark(here.target.dataset.group);
  },
  { rootMargin: "-30% 0px -65% 0px" },
);

function mark(id) {
  for (const chip of categories.children) {
    const current = chip.dataset.group === id;
    if (current) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
    if (current) reveal(chip);
  }
}

/** Scroll the row of chips, and nothing else, until the chip is seen. */
function reveal(chip) {
  const row = categories.getBoundingClientRect();
  const own = chip.getBoundingClientRect();
  const before = own.left - row.left - 16;
  const after = own.right - row.right + 16;
  if (before < 0) categories.scrollLeft += before;
  else if (after > 0) categories.scrollLeft += after;
}
