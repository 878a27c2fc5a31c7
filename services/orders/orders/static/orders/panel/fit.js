// How large the cards are, what of them lies below the edge, and that nothing is tapped that has just moved there.
import { h } from "../../pages/dom.js";
import { render as draw } from "../../pages/view.js";
import { belowView } from "./board_view.js";
import { settings } from "./settings.js";

const SIZES = { small: 1, normal: 1.25, large: 1.6 }; // times the usual type
const AUTOMATIC = [2.5, 2.25, 2, 1.8, 1.6, 1.4, 1.25, 1.1, 1];
const LARGEST_NARROW = 1.25; // where the board is one column
const NARROW = 480; // px
const MOVED = 250; // ms in which a tap was meant for what lay there before

/** `grid` holds the cards; `isCalm()` says that nobody is tapping. */
export function makeFit(grid, isCalm) {
  const moved = new WeakMap(); // cards: when they came to where they are
  const told = h("div", { class: "below-place", role: "status" });
  let measured = "", ahead = -1, frame = 0, lay = new Map();
  const tell = () => {
    const count = below(grid).length;
    if (count === ahead) return;
    ahead = count;
    draw(belowView(count, () => scroll(grid)), told);
  };
  /** Take another size, in a calm moment, when what it depends on has changed. */
  const fit = () => {
    const { size: wanted } = settings();
    const measures = [wanted, innerWidth, innerHeight, room(grid), ...heights(grid)];
    if (!grid.offsetWidth || !isCalm() || measured === measures.join()) return;
    const scroller = scrollerOf(grid), before = scroller.scrollTop;
    grid.style.setProperty("--size", SIZES[wanted] ?? automatic(grid));
    scroller.scrollTop = before; // a size that was tried may have moved it
    measured = [...measures.slice(0, 4), ...heights(grid)].join();
  };
  /** Notes which cards lie elsewhere than when this was asked last. */
  const note = () => {
    const now = performance.now();
    const found = places(grid);
    for (const [card, place] of found) if ((lay.get(card) ?? place) !== place) moved.set(card, now);
    lay = found;
  };
  const settle = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => (note(), tell()));
  };
  const sizes = new ResizeObserver(settle);
  sizes.observe(grid);
  grid.addEventListener("click", (event) => {
    const since = event.timeStamp - (moved.get(event.target.closest(".ticket")) ?? -Infinity);
    if (since < MOVED && since > -MOVED) event.stopPropagation();
  }, true);
  for (const [where, kind] of [[document, "scroll"], [window, "resize"]]) where.addEventListener(kind, settle, true);
  /** The cards may have changed: watch them all. */
  const rendered = () => {
    for (const card of grid.children) sizes.observe(card);
    fit(); // what has just come does not grow under a finger a second later
    settle();
  };
  return { rendered, fit: () => (fit(), settle()), below: told };
}

const heights = (grid) => [...grid.children].map((card) => card.offsetHeight);
const places = (grid) => new Map([...grid.children].map((card) => [card, `${card.offsetLeft} ${card.offsetTop}`]));

/** The lower edge of what can be seen of the board, in px of the window: where the notices begin, empty or not. */
function edge() {
  const notices = document.querySelector(".notices");
  return Math.min(notices?.getBoundingClientRect().top ?? innerHeight, innerHeight);
}

/** What moves when the cards are scrolled: the board, or on a phone the page. */
function scrollerOf(grid) {
  const board = grid.closest(".board");
  return getComputedStyle(board).overflowY === "visible" ? document.scrollingElement : board;
}

/** How many px the cards have, from where they begin to the lower edge. */
const room = (grid) => Math.round(edge() - grid.getBoundingClientRect().top - scrollerOf(grid).scrollTop) - 8;

/** The largest size at which all cards are seen, from the one they have on; the smallest where none does. Each that is
 * tried is a layout of the whole board, and a rush brings one card after the other. */
function automatic(grid) {
  const sizes = grid.clientWidth < NARROW ? AUTOMATIC.filter((one) => one <= LARGEST_NARROW) : AUTOMATIC;
  const space = room(grid), last = sizes.length - 1;
  const fits = (at) => {
    grid.style.setProperty("--size", sizes[at]);
    return grid.scrollHeight <= space && grid.scrollWidth <= grid.clientWidth + 1;
  };
  let at = Math.max(0, sizes.indexOf(Number(grid.style.getPropertyValue("--size"))));
  const first = at;
  while (at < last && !fits(at)) at += 1;
  if (at === first) while (at > 0 && fits(at - 1)) at -= 1;
  return sizes[at];
}

/** The cards whose buttons lie below the edge. */
function below(grid) {
  if (!grid.offsetWidth) return [];
  const end = edge();
  return [...grid.children].filter((card) => card.lastElementChild.getBoundingClientRect().top > end - 8);
}

/** Bring the first of them into view: where it has begun already, its buttons, or as much of it as is read at once. */
function scroll(grid) {
  const [first] = below(grid);
  if (!first) return;
  const { top, bottom } = first.getBoundingClientRect();
  const scroller = scrollerOf(grid), before = scroller.scrollTop;
  if (top > edge() / 2) first.scrollIntoView({ block: "start" });
  if (scroller.scrollTop === before) scroller.scrollBy(0, Math.min(bottom - edge() + 8, edge() / 2));
  first.querySelector(".ticket-step")?.focus({ preventScroll: true });
}
