/**
 * Dragging a line of a list to another place, by mouse, pen or finger. The list is changed when it is dropped; until
 * then only looks do, so that nothing is lost when it is given up (Escape, or the system takes the pointer away).
 */

const FAR = 6; // px from which on it is a drag, not a press
const EDGE = 64; // px at the ends of what scrolls
const SPEED = 12; // px in a frame

/** @typedef {import("./arrange.js").Line} Line */

/** @param {PointerEvent} event @param {Line} line */
export function drag(event, line) {
  const grip = /** @type {HTMLElement} */ (event.currentTarget);
  const row = /** @type {HTMLElement|null} */ (grip.closest("li"));
  if (event.button !== 0 || !row) return;
  const dragging = new Drag(row, grip, line, event);
  dragging.begin();
}

class Drag {
  #row;
  #grip;
  #line;
  #from;
  #y;
  #to;
  #isOn = false;
  #end = new AbortController();
  #pane;

  /** @param {HTMLElement} row @param {HTMLElement} grip @param {Line} line @param {PointerEvent} event */
  constructor(row, grip, line, { pointerId, clientY }) {
    this.#row = row;
    this.#grip = grip;
    this.#line = line;
    this.#y = clientY;
    this.#to = line.at;
    this.#pane = paneOf(row);
    this.#from = clientY + this.#pane.scrollTop;
    grip.setPointerCapture(pointerId);
  }

  begin() {
    const { signal } = this.#end;
    this.#grip.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.#moved(event.clientY),
      { signal });
    this.#grip.addEventListener("pointerup", () => this.#finish(true), { signal });
    this.#grip.addEventListener("lostpointercapture", () => this.#finish(false), { signal });
    addEventListener("keydown", (event) => event.key === "Escape" && this.#finish(false), { signal });
  }

  /** @param {number} y */
  #moved(y) {
    this.#y = y;
    if (!this.#isOn) {
      if (Math.abs(y + this.#pane.scrollTop - this.#from) < FAR) return;
      this.#isOn = true;
      this.#row.toggleAttribute("data-dragged", true);
      requestAnimationFrame(() => this.#roll());
    }
    this.#show();
  }

  /** Where it is, and between which others it would come to stand. */
  #show() {
    this.#row.style.setProperty("transform", `translateY(${this.#y + this.#pane.scrollTop - this.#from}px)`);
    const others = this.#others();
    this.#to = others.filter((each) => middle(each) < this.#y).length;
    for (const [at, each] of others.entries()) {
      each.toggleAttribute("data-before", at === this.#to && this.#to !== this.#line.at);
      each.toggleAttribute("data-after", at === this.#to - 1 && this.#to !== this.#line.at);
    }
  }

  /** The lines beside which it is dragged. */
  #others() {
    const all = /** @type {HTMLElement[]} */ ([...this.#row.parentElement?.children ?? []]);
    return all.filter((each) => each !== this.#row);
  }

  /** What is beyond the end comes nearer. */
  #roll() {
    if (!this.#isOn) return;
    const { top, bottom } = seenOf(this.#pane);
    const by = this.#y < top + EDGE ? -SPEED : this.#y > bottom - EDGE ? SPEED : 0;
    const before = this.#pane.scrollTop;
    this.#pane.scrollTop += by;
    if (this.#pane.scrollTop !== before) this.#show();
    requestAnimationFrame(() => this.#roll());
  }

  /** @param {boolean} isDropped */
  #finish(isDropped) {
    this.#end.abort();
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#row.removeAttribute("data-dragged");
    this.#row.style.removeProperty("transform");
    for (const each of this.#others()) ["data-before", "data-after"].forEach((name) => each.removeAttribute(name));
    swallowClick(this.#grip);
    if (isDropped) this.#line.move(this.#to);
  }
}

/** @param {Element} each */
function middle(each) {
  const { top, height } = each.getBoundingClientRect();
  return top + height / 2;
}

/** What scrolls around an element. @param {Element} element @returns {Element} */
function paneOf(element) {
  for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) {
    if (getComputedStyle(each).overflowY === "auto" && each.scrollHeight > each.clientHeight) return each;
  }
  return document.scrollingElement ?? document.documentElement;
}

/** Of it, what is in the window. @param {Element} pane */
function seenOf(pane) {
  if (pane === document.scrollingElement) return { top: 0, bottom: innerHeight };
  const { top, bottom } = pane.getBoundingClientRect();
  return { top: Math.max(0, top), bottom: Math.min(innerHeight, bottom) };
}

/** The click that ends a drag presses nothing. @param {HTMLElement} grip */
function swallowClick(grip) {
  const stop = (/** @type {Event} */ event) => event.stopImmediatePropagation();
  grip.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => grip.removeEventListener("click", stop, { capture: true }));
}
