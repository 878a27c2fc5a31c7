/** Where the focus goes when a page shows another view: to its heading, so that it is read from there. */

/** @typedef {import("./store.js").Store<any>} Store */

const TYPED_IN = "input:not([type=button]):not([type=submit]), textarea, [contenteditable]";

/**
 * Follows a page that is mounted already. What people type in keeps the focus, and the first view is read from the top.
 * Whose button is gone after it was pressed by the keyboard goes on from the heading, too.
 * @param {Store} page
 * @param {() => string} name of the view that is shown; "" while none is
 */
export function followViews(page, name) {
  let shown = name();
  /** @type {Element|null} what the keyboard was on last */
  let reached = null;
  document.addEventListener("focusin", ({ target }) => {
    reached = target instanceof Element && target.matches(":focus-visible") ? target : null;
  });
  page.watch(() => {
    const next = name();
    const isLost = reached !== null && !reached.isConnected && document.activeElement === document.body;
    const isOther = next !== shown && shown !== "";
    shown = next;
    if (next && (isOther || isLost)) focusHeading();
  });
}

/** Puts the focus on the heading of what has just come, in view. @param {string} [inside] a selector */
export function focusHeading(inside = ".page") {
  const { activeElement } = document;
  if (activeElement?.matches(TYPED_IN) && !activeElement.closest("[hidden]")) return;
  const heading = /** @type {HTMLElement|null} */ (document.querySelector(`${inside} h2[tabindex]`));
  heading?.focus({ preventScroll: true });
  if (heading) scrollTo({ top: 0 }); // the bar at the upper end covers what is scrolled to its edge
}
