// The menu: categories, search, dietary filter. The first dishes are drawn at once, the others when those are seen.
import { say } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { html, live, nothing, repeat, symbol } from "../../pages/view.js";
import { cardView } from "./card.js";
import { countsInCart } from "./cart.js";
import { categoriesOf, isWanted, tagsOf } from "./finding.js";
import { isOpen, page, table } from "./state.js";

const FIRST = 12; // dishes; more than any screen shows at once
let speaking = 0;

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
  const tags = tagsOf([...(menu?.values() ?? [])]);
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
  const groups = categoriesOf([...menu.values()]);
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
      data-group=${group.id} @click=${() => jump(group.id)}>${group.name || t("More")}</button>`)}</nav>`;
  return html`${groups.length > 1 ? chips : nothing}
    <div class="dishes ${isOpen() ? "" : "readonly"}">
      ${repeat(drawn(groups, state), ({ id }) => id, (group) => groupView(group, state, counts))}
    </div>`;
}

const nothingView = () => html`<div class="nothing">
  <p>${t("Nothing on the menu matches.")}</p>
  <button type="button" class="button" @click=${reset}>${t("Show the whole menu")}</button>
</div>`;

/** The first dishes, until they are on the screen; then all. */
function drawn(groups, { isWhole }) {
  if (isWhole) return groups;
  let room = FIRST;
  return groups.map((group) => {
    const products = group.products.slice(0, Math.max(0, room));
    room -= products.length;
    return { ...group, products };
  });
}

function groupView({ id, name, products }, { unfolded }, counts) {
  const isReadOnly = !isOpen();
  return html`<section class="group" aria-labelledby="title-${id}" data-group=${id}>
    <h3 id="title-${id}" class="group-title" tabindex="-1" dir="auto">${name || t("More")}</h3>
    <ul>${repeat(products, (dish) => dish.id, (dish) => cardView(dish, {
      chosen: counts.get(dish.id) ?? { own: 0, others: 0 }, isReadOnly, isUnfolded: unfolded.has(dish.id),
    }))}</ul>
  </section>`;
}

/** To be called when the menu has been drawn in `host`. */
export function menuDrawn(host) {
  if (table.menu === null) return;
  if (!table.isWhole) setTimeout(() => page.set({ isWhole: true }), 0);
  for (const group of host.querySelectorAll(".group")) marker.observe(group);
  for (const text of host.querySelectorAll(".dish-about:has(+ .dish-more)")) fits.observe(text);
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
