"""How a page lies in its window: nothing beside it, nothing cut off, all within reach."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

from playwright.sync_api import Locator, Page, expect
from testing.scale import WHOLE, scale

from tests.support.waiting import wait_for
from tools.browser.window import PATIENCE, Device

Look = TypeVar("Look")

SHOTS = os.environ.get("AISLE_SHOTS", "")  # the directory in which pictures of states are kept
IN_FULL = bool(SHOTS) or scale() == WHOLE
ASKS_EVERY = 15.0  # seconds after which a page asks by itself for what it was not told
PHONE_ZOOMED = Device("phone at 200 %", 320, 370, mobile=True)  # 320 px as in WCAG 1.4.10
TABLET_ZOOMED = Device("tablet at 200 %", 512, 384, mobile=False)

WIDTH = "document.documentElement.scrollWidth"
WIDE = """width => [...document.body.querySelectorAll("*")]
  .filter((each) => each.getBoundingClientRect().right > width + 1
    || each.getBoundingClientRect().left < -1)
  .filter((each) => each.checkVisibility() && getComputedStyle(each).position !== "absolute")
  .slice(-5).map((each) => each.outerHTML.slice(0, 160))"""
COVERED = """() => {
  const wanted = "a[href], button:not([disabled]), input, select, textarea, summary";
  const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const over = (each) => {
    const box = each.getBoundingClientRect();
    const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const free = there && (each.contains(there) || there.contains(each)
      || there.closest("label")?.contains(each));
    return free ? null : there?.outerHTML.slice(0, 120) ?? "the edge of the window";
  };
  const covered = [];
  for (const each of top.querySelectorAll(wanted)) {
    if (!each.checkVisibility({visibilityProperty: true}) || each.matches(".skip")) continue;
    const by = ["center", "start", "end", "nearest"].map((block) => {
      each.scrollIntoView({block, inline: "nearest", behavior: "instant"});
      return over(each);
    });
    if (by.every(Boolean)) covered.push(`${each.outerHTML.slice(0, 120)} by ${by[0]}`);
  }
  return covered;
}"""
LETTERS = """(root) => {
  const found = [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const own = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !own.checkVisibility({visibilityProperty: true})
      || own.closest("script, style, svg, .visually-hidden")) continue;
    const style = getComputedStyle(own);
    const cut = own.scrollWidth > own.clientWidth + 1 && style.overflowX !== "visible"
      || own.scrollHeight > own.clientHeight + 1 && ["hidden", "clip"].includes(style.overflowY);
    found.push({text: walk.currentNode.data.trim(), size: parseFloat(style.fontSize),
      cut: own.clientWidth > 1 && cut});
  }
  return found;
}"""
BROKEN = """(root) => {
  const found = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, own = text.parentElement;
    if (!own.checkVisibility({visibilityProperty: true}) || own.closest(".visually-hidden")) {
      continue;
    }
    for (const {0: word, index} of text.data.matchAll(/[\\p{L}\\p{M}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const rows = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (rows.size > 1) found.push(word);
    }
  }
  return found;
}"""
RINGED = """each => [[each], [each, "::after"], [each, "::before"], [each.closest("li")]]
  .filter(([part]) => part).map((part) => getComputedStyle(...part))
  .some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none")"""


def drawn(page: Page) -> None:
    """What has moved is noted by the next frame, and told in that."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def becomes(page: Page, expression: str) -> None:
    """Wait until a JavaScript expression is true. Playwright's own `wait_for_function` asks again
    by `eval`, which the pages' policy refuses.
    """
    wait_for(lambda: page.evaluate(expression), PATIENCE / 1000, expression)


def fits_across(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    found = page.evaluate(WIDTH)
    assert found <= width, f"{found} px wide in {width} px: {page.evaluate(WIDE, width)}"


def readable(part: Locator, smallest: float) -> None:
    """All text in it is whole and at least so many CSS pixels large."""
    texts = part.evaluate(LETTERS)
    assert texts, "no text"
    small = [each for each in texts if each["size"] < smallest]
    assert not small, f"smaller than {smallest} px: {small}"
    cut = [each["text"] for each in texts if each["cut"]]
    assert not cut, f"cut off: {cut}"


def broken_words(part: Locator) -> list[str]:
    """The words in it that begin in one row and end in another."""
    return list(part.evaluate(BROKEN))


def inside_the_window(part: Locator) -> None:
    """All of it can be seen without scrolling."""
    page = part.page
    box, size = part.bounding_box(), page.viewport_size
    assert box is not None, "not on the page"
    assert size is not None
    assert box["x"] >= 0, box
    assert box["y"] >= 0, box
    assert box["x"] + box["width"] <= size["width"] + 0.5, box
    assert box["y"] + box["height"] <= size["height"] + 0.5, box


def reachable(page: Page) -> None:
    """Everything that can be pressed can be scrolled to and lies under nothing else."""
    covered = page.evaluate(COVERED)
    assert not covered, "\n".join(covered)


def sampled(looks: Iterable[Look], most: int) -> list[Look]:
    """The first of these; all of them for pictures, and in full size (`make faults`)."""
    return list(looks)[: None if IN_FULL else most]


def told_within(seconds: float) -> float:
    """The seconds that a page may take to show what has happened: those promised where the tests
    have the machine for themselves (`make faults`). Beside other suites a page may be slow, but
    comes before it asks by itself.
    """
    return seconds if scale() == WHOLE else ASKS_EVERY - 3


def focus(page: Page, wanted: Locator, most: int = 150) -> None:
    """Press Tab until it has the focus, which can be seen."""
    for _ in range(most):
        if wanted.evaluate("each => each === document.activeElement"):
            assert wanted.evaluate(RINGED), f"no focus to be seen: {wanted}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by {most} tabs: {wanted}")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Reach it by Tab and press a key there, once it can be pressed: `click` waits for it too."""
    focus(page, wanted)
    expect(wanted).to_be_enabled()
    page.keyboard.press(key)
