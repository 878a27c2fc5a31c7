// The menu: categories, search, dietary filter. The first dishes are drawn at once, the others when those are seen.
import { h, say } from "../../pages/dom.js";
import { onMenu } from "../../pages/menu.js";
import { n, t } from "../../pages/texts.js";
import { html, live, nothing, render, repeat, symbol } from "../../pages/view.js";
import { cardView } from "./card.js";
import { countsInCart } from "./cart.js";
import { categoriesOf, isWanted, tagsOf } from "./finding.js";
import { timesOf } from "../dish/offer.js";
import { offText } from "./offer.js";
import { isOpen, page, table } from "./state.js";

const MORE = 36; // dishes that are drawn at once when those before are on the screen
let speaking = 0;
let drawing = 0; // the next ones are on their way

/** The menu's part of the page. */
export function menuView(state) {
  return html`<section class="view" id="view-menu" aria-labelledby="title-menu">
    <h2 id="title-menu" class="visually-hidden" tabindex="-1">${t("Menu")}</h2>
    ${finderView(state)}
    ${state.menu === null ? loadingView() : foundView(state)}
  </section>`;
}

const loadingView = () =>
  html`<p class="nothing"><span class="spinner" aria-hidden="true"></span>${t("Loading the menu…")}</p>`;

function finderView({ menu, find }) {
  const tags = tagsOf(onMenu([...(menu?.values() ?? [])]));
  const count = find.tags.size;
  return html`<div class="finder" role="search">
      ${symbol("search")}
      <input type="search" class="search-field" id="search" autocomplete="off" enterkeyhint="search"
        placeholder=${t("Search the menu")} aria-label=${t("Search the menu")} .value=${live(find.text)}
        @input=${({ target }) => look({ text: target.value })}>
      ${tags.length === 0 ? nothing : html`<button type="button" class="button quiet" aria-controls="tags"
        aria-expanded=${String(find.isOpen)} @click=${() => look({ isOpen: !find.isOpen })}>${symbol("leaf")}
        <span>${count ? t("Filter ({count})", { count }) : t("Filter")}</span></button>`}
    </div>
    <div class="tags" id="tags" role="group" aria-label=${t("Show only")} ?hidden=${!find.isOpen}>
      ${repeat(tags, (tag) => tag, (tag) => html`<button type="button" class="chip" dir="auto"
        aria-pressed=${String(find.tags.has(tag))} @click=${() => toggle(tag)}>${tag}</button>`)}
    </div>`;
}

function look(different) {
  Object.assign(table.find, different);
  page.changed();
  clearTimeout(speaking);
  if ("isOpen" in different) return;
  speaking = setTimeout(() => say(counted()), 700);
}

function counted() {
  const count = new Set(found(table).flatMap(({ products }) => products)).size;
  return n("{count} dish found", "{count} dishes found", count);
}

function toggle(tag) {
  const tags = new Set(table.find.tags);
  if (!tags.delete(tag)) tags.add(tag);
  look({ tags });
}

function reset() {
  look({ text: "", tags: new Set() });
  page.flush();
  document.getElementById("search").focus();
}

/** The categories with what of them is looked for. */
function found({ menu, find }) {
  const groups = categoriesOf(onMenu([...menu.values()]));
  for (const group of groups) group.name ||= groups.length > 1 ? t("More") : t("All dishes");
  const some = groups.map((group) => ({ ...group, products: group.products.filter((one) => isWanted(one, find)) }));
  return some.filter(({ products }) => products.length > 0);
}

function foundView(state) {
  const groups = found(state);
  const counts = countsInCart();
  if (state.menu.size === 0) {
    return html`<p class="nothing">${t("The menu is empty. Please order with the staff.")}</p>`;
  }
  if (groups.length === 0) return nothingView();
  const chips = html`<nav class="categories" aria-label=${t("Categories")}>
    ${repeat(groups, ({ id }) => id, (group) => html`<button type="button" class="chip" dir="auto"
      data-group=${group.id} @click=${() => jump(group.id)}>${group.name}</button>`)}</nav>`;
  return html`${groups.length > 1 ? chips : nothing}
    <div class="dishes ${isOpen() ? "" : "readonly"}">
      ${repeat(drawn(groups, state), ({ id }) => id, (group) => groupNode(group, state, counts))}
    </div>`;
}

const nothingView = () => html`<div class="nothing">
  <p>${t("Nothing on the menu matches.")}</p>
  <button type="button" class="button" @click=${reset}>${t("Show the whole menu")}</button>
</div>`;

/** The first dishes, until they are on the screen; then more and more of them, until it is all. */
function drawn(groups, { reach }) {
  let room = reach;
  return groups.map((group) => {
    const products = group.products.slice(0, Math.max(0, room));
    room -= products.length;
    return { ...group, products };
  });
}

const groupNodes = new Map(); // by id: a category's own element, and what it shows

/** The element of a category. Only one that shows something else by now is drawn: a long menu costs a tap nothing. */
function groupNode({ id, name, products }, { unfolded, offer }, counts) {
  const isReadOnly = !isOpen();
  const cards = products.map((dish) => {
    const { own, others } = counts.get(dish.id) ?? { own: 0, others: 0 };
    return { dish, own, others, isReadOnly, isUnfolded: unfolded.has(dish.id), off: offText(dish) };
  });
  const times = timesOf(offer, name);
  const shows = [name, times, ...cards.flatMap((card) => Object.values(card))];
  const known = groupNodes.get(id) ?? { node: h("div", { class: "part" }), shows: [] };
  if (shows.length !== known.shows.length || shows.some((each, at) => each !== known.shows[at])) {
    render(groupView(id, name, times, cards), known.node);
  }
  groupNodes.set(id, { ...known, shows });
  return known.node;
}

const groupView = (id, name, times, cards) => html`
  <section class="group" aria-labelledby="title-${id}" data-group=${id}>
    <h3 id="title-${id}" class="group-title" tabindex="-1" dir="auto">${name}</h3>
    ${times ? html`<p class="group-times soft">${t("Served {times}", { times })}</p>` : nothing}
    <ul>${repeat(cards, ({ dish }) => dish.id, cardView)}</ul>
  </section>`;

/** To be called when the menu has been drawn in `host`. */
export function menuDrawn(host) {
  if (table.menu === null) return;
  drawMore();
  for (const group of host.querySelectorAll(".group")) marker.observe(group);
  for (const more of host.querySelectorAll(".dish-more")) observeOnce(more.previousElementSibling);
}

/** The dishes that come next, when the browser has shown those before and has nothing else to do. */
function drawMore() {
  const cards = [...table.menu.values()].reduce((sum, { categories }) => sum + Math.max(1, categories.length), 0);
  if (drawing || table.reach >= cards) return;
  drawing = idle(() => {
    drawing = 0;
    page.set({ reach: table.reach + MORE });
  });
}

/** Soon, but not before what is drawn is seen; a page that nobody looks at does not wait for that. */
const idle = (act) => (window.requestIdleCallback ? requestIdleCallback(act, { timeout: 500 }) : setTimeout(act, 50));

const observed = new WeakSet();

function observeOnce(text) {
  if (observed.has(text)) return;
  observed.add(text);
  fits.observe(text);
}

// Which texts do not fit into their lines is seen when they have been laid out: only those have "More".
const fits = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.classList.contains("is-whole")) continue;
    target.toggleAttribute("data-cut", target.scrollHeight > target.clientHeight + 1);
  }
});

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
  for (const chip of document.querySelectorAll(".categories .chip")) {
    const isCurrent = chip.dataset.group === id;
    if (isCurrent) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
    if (isCurrent) reveal(chip);
  }
}

/** Scroll the row of chips, and nothing else, until the chip is seen. */
function reveal(chip) {
  const row = chip.parentElement.getBoundingClientRect();
  const own = chip.getBoundingClientRect();
  const before = own.left - row.left - 16;
  const after = own.right - row.right + 16;
  if (before < 0) chip.parentElement.scrollLeft += before;
  else if (after > 0) chip.parentElement.scrollLeft += after;
}
