"""A page at 200 %: by the browser's zoom (a phone of 360 px has 180 then), and by large letters.

`stays_whole(page)` looks at the page as it is in both ways, and leaves it as it was. Nothing is
wider than the window, no words leave what they stand in, no control lies upon another, nothing is
cut, no words stand letter below letter.
`isolated(page, …)` looks for what people have named: such words do not turn those around them.
`names_are_well(page, states, …)` does both at each state of a page on which things have such names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, ViewportSize

from tests.e2e.looks import fits_across
from tests.support.waiting import wait_for
from tools.browser.window import Device

SETTLED = 3.0  # seconds until a page has laid itself out anew
ZOOMED = ViewportSize(width=180, height=370)
LARGE = ViewportSize(width=360, height=740)
#: Shows what is too wide, while a phone would zoom out of it.
NARROW = Device("narrow window", 360, 740, mobile=False)
#: A word of 120 letters, a name from right to left that ends with a bracket, and a long one.
WORD = ("Donaudampfschifffahrtsgesellschaftskapitän" * 3)[:120]
ARABIC = "مقهى النخيل (٣)"
NAMES = (WORD, ARABIC)

HOME = "() => scrollTo({left: 0, top: scrollY, behavior: 'instant'})"
LETTERS = 16  # pixels of what browsers call medium, unless somebody sets another size
PARTS = """
  const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const seen = (each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && each.clientWidth !== 1 && !each.closest(".visually-hidden, .skip, .toasts, svg");
  const told = (each) => each.outerHTML.replace(/\\s+/g, " ").slice(0, 110);
  const words = (text) => `“${text.data.trim().slice(0, 40)}”`;
  const px = (box) => `${Math.round(box.left)}…${Math.round(box.right)}`;
"""
#: Measured from where the page begins: one from right to left that is wider is scrolled to its end.
WIDER = f"""() => {{ {PARTS}
  const width = document.documentElement.clientWidth, found = [];
  const inScroller = (each) => {{
    for (let at = each.parentElement; at && at !== document.body; at = at.parentElement) {{
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
    }}
    return false;
  }};
  if (document.documentElement.scrollWidth > innerWidth) {{
    found.push(`the page is ${{document.documentElement.scrollWidth}} of ${{innerWidth}} px wide`);
  }}
  for (const each of top.querySelectorAll("*")) {{
    const {{ left, right, width: own }} = each.getBoundingClientRect();
    const box = {{ left: left + scrollX, right: right + scrollX }};
    if (own < 2 || (box.right <= width + 1 && box.left >= -1)) continue;
    if (seen(each) && !inScroller(each)) found.push(`${{px(box)}}: ${{told(each)}}`);
  }}
  return found.slice(0, 6);
}}"""
#: Words that stick out of the control they are in, or are cut by what they stand in.
CUT = f"""() => {{ {PARTS}
  const found = [], walk = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {{
    const text = walk.currentNode, own = text.parentElement;
    if (!text.data.trim() || own.closest("script, style, option, .clamped") || !seen(own)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width < 2) continue;
    for (let at = own; at && at !== top.parentElement; at = at.parentElement) {{
      const style = getComputedStyle(at), out = at.getBoundingClientRect();
      const isControl = at.matches("a, button, label, summary, .badge, th, td, legend");
      const clips = /hidden|clip/.test(style.overflowX);
      const drops = /hidden|clip/.test(style.overflowY);
      if (style.display === "inline" || style.display === "contents") continue;
      if ((isControl || clips) && (box.right > out.right + 2 || box.left < out.left - 2)) {{
        found.push(`${{words(text)}} ${{px(box)}} leaves ${{px(out)}}: ${{told(at)}}`);
        break;
      }}
      if (drops && box.bottom > out.bottom + 3 && style.webkitLineClamp === "none") {{
        found.push(`${{words(text)}} is cut below: ${{told(at)}}`);
        break;
      }}
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;
    }}
  }}
  return found.slice(0, 6);
}}"""
UPON = f"""() => {{ {PARTS}
  const layer = (each) => {{
    for (let at = each; at && at !== top; at = at.parentElement) {{
      if (/fixed|sticky/.test(getComputedStyle(at).position)) return at;
    }}
    return top;
  }};
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const all = [...top.querySelectorAll(wanted)].filter(seen).map((each) => ({{
    each, layer: layer(each), boxes: [...each.getClientRects()]
  }}));
  const meet = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2;
  const found = [];
  all.forEach((one, at) => {{
    for (const other of all.slice(at + 1)) {{
      if (one.layer !== other.layer || one.each.contains(other.each)) continue;
      if (one.each.closest("label")?.contains(other.each)) continue;
      if (one.boxes.some((box) => other.boxes.some((its) => meet(box, its)))) {{
        found.push(`${{told(one.each)}} and ${{told(other.each)}} lie upon each other`);
      }}
    }}
  }});
  return found.slice(0, 6);
}}"""
#: Texts of three lines and more with fewer than four letters in each, as nothing else is left for
#: them beside what does not shrink.
CRUSHED = f"""() => {{ {PARTS}
  const found = [], walk = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {{
    const text = walk.currentNode, own = text.parentElement, letters = text.data.trim().length;
    if (!letters || own.closest("script, style, option") || !seen(own)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const ends = [...range.getClientRects()].map((box) => Math.round(box.bottom));
    const lines = new Set(ends).size;
    if (lines >= 3 && letters / lines < 4) {{
      found.push(`${{words(text)}} in ${{lines}} lines: ${{told(own)}}`);
    }}
  }}
  return found.slice(0, 6);
}}"""
#: Names that are neither isolated nor alone in their block.
BARE = f"""names => {{ {PARTS}
  const found = [], walk = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  const isIsolated = (own, text) => {{
    for (let at = own; at && at !== document.body; at = at.parentElement) {{
      const style = getComputedStyle(at);
      const isAlone = at.textContent.trim() === text;
      if (/isolate|plaintext/.test(style.unicodeBidi) && isAlone) return true;
      if (!/inline|contents/.test(style.display)) return isAlone;
    }}
    return false;
  }};
  while (walk.nextNode()) {{
    const text = walk.currentNode, own = text.parentElement;
    const bare = text.data.replace(/\\u2068[^\\u2069]*\\u2069/g, "");  // isolated by characters
    const name = names.find((one) => bare.includes(one));
    if (!name || own.closest("script, option, svg, textarea") || !seen(own)) continue;
    if (!isIsolated(own, name)) found.push(`${{told(own)}} in ${{told(own.parentElement)}}`);
  }}
  return found.slice(0, 8);
}}"""
CHECKS = {
    "wider than the window": WIDER,
    "cut": CUT,
    "upon each other": UPON,
    "letter below letter": CRUSHED,
}


def stays_whole(page: Page) -> None:
    """At 200 %, in both ways."""
    found = []
    for how, size, letters in (("zoom", ZOOMED, LETTERS), ("letters", LARGE, 2 * LETTERS)):
        with seen_at(page, size, letters):
            found += [f"{how}: {one}" for one in _problems(page)]
    assert not found, f"at 200 %, {page.url}\n" + "\n".join(found)


@contextmanager
def seen_at(page: Page, size: ViewportSize, letters: int = LETTERS) -> Iterator[None]:
    """In a window of this size, with letters so large, until the block ends."""
    before = page.viewport_size
    assert before is not None
    browser = page.context.new_cdp_session(page)
    page.set_viewport_size(size)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": letters}})
    try:
        yield
    finally:
        browser.send("Page.setFontSizes", {"fontSizes": {"standard": LETTERS}})
        page.set_viewport_size(before)
        browser.send("Emulation.resetPageScaleFactor")  # a phone has zoomed out of what was wider
        browser.detach()
        page.evaluate(HOME)


def _problems(page: Page) -> list[str]:
    """What is wrong with the page once it has laid itself out."""
    found: list[str] = []

    def none() -> bool:
        found[:] = [
            f"{name}: {one}" for name, test in CHECKS.items() for one in page.evaluate(test)
        ]
        return not found

    try:
        wait_for(none, SETTLED, "the page is whole")
    except AssertionError:
        return found
    return []


def isolated(page: Page, *names: str) -> None:
    """Wherever one of these names is shown, it is isolated from the words around it."""
    found = page.evaluate(BARE, list(names or NAMES))
    assert not found, f"names that turn what is around them, {page.url}\n" + "\n".join(found)


def names_are_well(page: Page, states: Iterable[str], *names: str) -> None:
    """At each of these states, which are gone through meanwhile, long names break and those in
    another script are isolated.
    """
    broken = []
    for state in states:
        try:
            fits_across(page)
            isolated(page, *names)
            stays_whole(page)
        except AssertionError as problem:
            broken.append(f"{state}: {problem}")
    assert not broken, "\n\n".join(broken)
