"""Words that stand letter below letter, as nothing else is left for them beside what does not
shrink: nothing leaves its place then, and yet nobody reads it.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.enlarged import LARGE, LETTERS, ZOOMED, seen_at, stays_whole
from tests.support.waiting import wait_for

SETTLED = 1.0  # seconds until a page has laid itself out anew
#: Texts of at least three lines with fewer than four letters in each.
CRUSHED = """() => {
  const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const found = [], walk = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, own = text.parentElement, words = text.data.trim();
    if (!words || own.closest("script, style, option, svg, .visually-hidden, .skip")) continue;
    if (!own.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    if (own.clientWidth === 1) continue; // to be heard only
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
    if (lines >= 3 && words.length / lines < 4) {
      found.push(`“${words.slice(0, 40)}” in ${lines} lines: ${own.outerHTML.slice(0, 110)}`);
    }
  }
  return found.slice(0, 6);
}"""


def stays_readable(page: Page) -> None:
    """At 200 %, in both ways: the page is whole, and no words are crushed."""
    stays_whole(page)
    found = []
    for how, size, letters in (("zoom", ZOOMED, LETTERS), ("letters", LARGE, 2 * LETTERS)):
        with seen_at(page, size, letters):
            found += [f"{how}: {one}" for one in _crushed(page)]
    assert not found, f"crushed at 200 %, {page.url}\n" + "\n".join(found)


def _crushed(page: Page) -> list[str]:
    """Those that are crushed once the page has laid itself out."""
    found: list[str] = []

    def none() -> bool:
        found[:] = page.evaluate(CRUSHED)
        return not found

    try:
        wait_for(none, SETTLED, "no words are crushed")
    except AssertionError:
        return found
    return []
