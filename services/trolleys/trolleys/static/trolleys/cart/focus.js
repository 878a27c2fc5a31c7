/** Where the focus goes when a page shows another view: to its heading, so that it is read from there. */

/** @typedef {import("../../pages/store.js").Store<any>} Store */

const TYPED_IN = "input:not([type=button]):not([type=submit]), textarea, [contenteditable]";

/**
 * Follows a page that is mounted already. What people type in keeps the focus, and the first view is read from the top.
 * @param {Store} page
 * @param {() => string} name of the view that is shown; "" while none is
 */
export function followViews(page, name) {
  let shown = name();
  page.watch(() => {
    const next = name();
    if (next === shown) return;
    const isFirst = shown === "";
    shown = next;
    if (next && !isFirst) focusHeading();
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
