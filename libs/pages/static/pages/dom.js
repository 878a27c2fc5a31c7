/** Making elements, keeping lists of them up to date, and telling people what has happened. */

import { icon } from "./icons.js";
import { t } from "./texts.js";

export { icon };

/** @typedef {Node|string|number|null|undefined|false} One */
/** @typedef {One|One[]|(One|One[])[]} Child */

/**
 * An element. Of the properties, `class`, `on` (listeners by event), `dataset` and `value` are what they say; all
 * others are attributes. True and false set and leave out an attribute, but are written as words for `aria-…`.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Object<string, *>} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name === "on") listen(element, value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name === "class") element.className = value;
    else if (typeof value !== "boolean" || name.startsWith("aria-")) element.setAttribute(name, String(value));
    else element.toggleAttribute(name, value);
  }
  if (properties.value !== undefined && properties.value !== null) Object.assign(element, { value: properties.value });
  append(element, children);
  return element;
}

/** @param {Element} element @param {Object<string, EventListener>} listeners */
function listen(element, listeners) {
  for (const [event, listener] of Object.entries(listeners)) element.addEventListener(event, listener);
}

/** @param {Element} element @param {Child[]} children */
function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child || child === 0) element.append(child instanceof Node ? child : String(child));
  }
}

/** @type {WeakMap<Element, Map<*, Element>>} */
const kept = new WeakMap();

/**
 * Makes the children of an element those of a list. A node stays the same as long as its item's key is in the list, so
 * that focus, scroll positions and half-typed texts outlive every change. The element has no other children.
 * @template Item
 * @param {Element} parent
 * @param {Item[]} items
 * @param {(item: Item) => *} keyOf unique in the list
 * @param {(item: Item) => Element} make
 * @param {(node: Element, item: Item) => void} [update] brings a node that was made before up to date
 */
export function keyed(parent, items, keyOf, make, update = () => {}) {
  const before = kept.get(parent) ?? new Map();
  const now = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const node = before.get(key) ?? make(item);
    if (before.has(key)) update(node, item);
    now.set(key, node);
  }
  kept.set(parent, now);
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
  for (const [key, node] of before) if (!now.has(key)) node.remove();
  order(parent, now.values());
  if (focused !== document.activeElement && parent.contains(focused)) focused?.focus({ preventScroll: true });
}

/** Moves only what is not in its place. @param {Element} parent @param {Iterable<Element>} nodes */
function order(parent, nodes) {
  let next = parent.firstElementChild;
  for (const node of nodes) {
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
}

const HEARD_MS = 8000; // by then a screen reader has taken over what a live region said
const TOAST_MS = 6000;
const TOAST_TO_ACT_MS = 12000;

/**
 * What lies outside an open dialog is silent and out of reach, so each dialog has its own places to tell something.
 * @param {string} kind
 * @returns {HTMLElement}
 */
function place(kind) {
  const open = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  const found = /** @type {HTMLElement|null} */ (open.querySelector(`[data-tells="${kind}"]`));
  if (!found) throw new Error(`nothing tells ${kind} here`);
  return found;
}

/**
 * Tells screen readers; nothing is seen.
 * @param {string} text
 * @param {{urgent?: boolean}} [options] urgent interrupts what is being read
 */
export function say(text, { urgent = false } = {}) {
  const said = h("p", {}, text);
  place(urgent ? "assertive" : "polite").append(said);
  setTimeout(() => said.remove(), HEARD_MS);
}

/** The places that `say` and `toast` use, for a dialog. */
export function tellers() {
  return [
    h("div", { class: "visually-hidden", role: "status", dataset: { tells: "polite" } }),
    h("div", { class: "visually-hidden", role: "alert", dataset: { tells: "assertive" } }),
    h("div", { class: "toasts", dataset: { tells: "toasts" } }),
  ];
}

/** What a dialog was still telling when it closed is told by what lies under it. @param {HTMLDialogElement} closed */
export function handOver(closed) {
  for (const teller of /** @type {NodeListOf<HTMLElement>} */ (closed.querySelectorAll("[data-tells]"))) {
    place(teller.dataset.tells ?? "").append(...teller.childNodes);
  }
}

/**
 * Shows a short message at the page's end, and says it. It goes by itself, but not while it is looked at.
 * @param {string} text
 * @param {{kind?: "good"|"warn"|"bad", action?: {label: string, run: () => void}, lasting?: boolean}} [options]
 * @returns {{close: () => void}}
 */
export function toast(text, { kind = "good", action, lasting = false } = {}) {
  const close = () => message.remove();
  const run = () => (close(), action?.run());
  const message = h("div", { class: "toast", dataset: lasting ? { kind, lasting: "" } : { kind } },
    icon({ good: "check", warn: "info", bad: "warn" }[kind]),
    h("p", {}, text),
    action && h("button", { type: "button", class: "button quiet", on: { click: run } }, action.label),
    bareButton("close", t("Close this message"), close));
  show(place("toasts"), message);
  say(text, { urgent: kind === "bad" });
  if (!lasting) expire(message, action ? TOAST_TO_ACT_MS : TOAST_MS);
  return { close };
}

const MOST_TOASTS = 3; // at once: the oldest that would go by itself goes then
const GAP = 16; // px between them and what is above

/** The page ends above its messages, so that none of them lies on something that cannot be scrolled out of there. */
const makeRoom = new ResizeObserver(([{ target }]) => {
  const height = /** @type {HTMLElement} */ (target).offsetHeight;
  document.documentElement.style.setProperty("--toasts", height ? `${height + GAP}px` : "0px");
});

const CONTROLS = "a[href], button, input, select, textarea, summary";
const LOOK_MS = 300; // between two looks at what is pinned under messages

/** What an element is pinned to the window by, as a bar at its end; null for none. @param {Element} element */
function pinned(element) {
  for (let each = /** @type {Element|null} */ (element); each; each = each.parentElement) {
    if (["fixed", "sticky"].includes(getComputedStyle(each).position)) return each;
  }
  return null;
}

/** Messages stand above bars with something to press, whichever the page shows now. @param {HTMLElement} region */
function rise(region) {
  region.style.removeProperty("--toasts-above");
  for (let tries = 0; tries < MOST_TOASTS; tries++) {
    const own = region.getBoundingClientRect();
    const under = [...document.querySelectorAll(CONTROLS)].find((control) => {
      const box = control.getBoundingClientRect();
      if (!box.height || box.bottom <= own.top || box.top >= own.bottom || region.contains(control)) return false;
      return (pinned(control)?.getBoundingClientRect().top ?? 0) > window.innerHeight / 3;
    });
    if (!under) break;
    const top = pinned(under)?.getBoundingClientRect().top ?? 0;
    region.style.setProperty("--toasts-above", `${window.innerHeight - top}px`);
  }
  if (region.childElementCount) setTimeout(rise, LOOK_MS, region);
  else rising.delete(region);
}

/** @type {Set<HTMLElement>} the regions that are looked after */
const rising = new Set();

/** @param {HTMLElement} region @param {HTMLElement} message */
function show(region, message) {
  queueMicrotask(() => {
    if (region.closest("dialog") || rising.has(region)) return;
    rising.add(region);
    makeRoom.observe(region);
    rise(region);
  });
  const passing = region.querySelectorAll(".toast:not([data-lasting])");
  if (region.childElementCount >= MOST_TOASTS) passing[0]?.remove();
  region.append(message);
  region.scrollTop = region.scrollHeight;
}

/**
 * A button that shows an icon only; its label is heard.
 * @param {string} name of the icon
 * @param {string} label
 * @param {() => void} press
 */
export function bareButton(name, label, press) {
  const properties = { type: "button", class: "button quiet bare", "aria-label": label, on: { click: press } };
  return h("button", properties, icon(name));
}

/** @param {HTMLElement} message @param {number} after milliseconds */
function expire(message, after) {
  setTimeout(() => {
    if (message.matches(":hover, :focus-within")) expire(message, after);
    else message.remove();
  }, after);
}
