"""Messages at the page's end, and what lies under them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.support.waiting import wait_for

SETTLED = 5.0  # seconds

TELL = """async (texts) => {
  const styles = document.querySelector("link[rel=stylesheet]").getAttribute("href");
  const { toast } = await import(`/${styles.split("/")[1]}/static/pages/dom.js`);
  for (const text of texts) toast(text, {lasting: text.length > 40});
}"""
# What is in the window, cannot be scrolled away from under a message, and does not belong to it.
COVERED = """() => {
  const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const shown = (toast) => {  // as much of it as the list of messages shows
    const list = toast.parentElement.getBoundingClientRect(), own = toast.getBoundingClientRect();
    return {left: own.left, right: own.right, top: Math.max(own.top, list.top),
      bottom: Math.min(own.bottom, list.bottom)};
  };
  const toasts = () => [...top.querySelectorAll(".toast")].map(shown);
  const wanted = "a[href], button:not([disabled]), input, select, textarea, summary";
  return [...top.querySelectorAll(wanted)].filter((each) => {
    if (!each.checkVisibility({visibilityProperty: true}) || each.matches(".skip")) return false;
    if (each.closest(".toasts, .language")) return false;
    const under = () => toasts().some((toast) => meet(each.getBoundingClientRect(), toast));
    if (!under()) return false;
    return ["start", "center", "nearest"].every((block) => {
      each.scrollIntoView({block, inline: "nearest", behavior: "instant"});
      return under();
    });
  }).map((each) => each.outerHTML.slice(0, 140));
}"""


def tell(page: Page, *texts: str) -> None:
    """Show messages, as a module of the page does."""
    page.evaluate(TELL, list(texts))


def clear_of_toasts(page: Page) -> None:
    """No control is under a message and stays there, once the page has looked at its bars."""
    found: list[str] = []

    def free() -> bool:
        found[:] = page.evaluate(COVERED)
        return not found

    try:
        wait_for(free, SETTLED, "all controls are free of messages")
    except AssertionError as late:
        raise AssertionError("\n".join(found)) from late
