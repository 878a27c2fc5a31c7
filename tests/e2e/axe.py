"""axe-core on a page: rules of WCAG 2.2 A and AA, and its best practices.

It looks at the whole of a page once in each look (window, colours, language), and from then on at
what is of a kind that no test of this process has shown yet, which is most of its work. In full
size (`make faults`) it looks at the whole each time.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

from tests.e2e.looks import IN_FULL

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text()
LOADED = "typeof axe === 'object'"
# The kind of an element: a hash of what it is, whether it has words and labels, of what it looks
# like, and of the kind of what it lies in.
KINDS = """
  const ATTRIBUTES = /^(class|role|type|lang|dir|hidden|disabled|tabindex|open|popover|inert)$/;
  const COLOURS = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize",
    "fontWeight", "textDecorationLine", "pointerEvents"];
  const hash = (text, seed) => {
    let high = seed, low = seed ^ 0x9e3779b9;
    for (let at = 0; at < text.length; at++) {
      high = Math.imul(high ^ text.charCodeAt(at), 2654435761);
      low = Math.imul(low ^ text.charCodeAt(at), 1597334677);
    }
    return (high ^ low >>> 13) | 0;
  };
  const told = ({name, value}) => {
    const state = ATTRIBUTES.test(name) || (/^(aria|data)-/.test(name) && /^[a-z-]*$/.test(value));
    return name + (state ? `=${value}` : value.trim() ? "=*" : "");
  };
  const look = (each) => {
    const style = getComputedStyle(each);
    const words = [...each.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    const names = each.getAttribute("aria-labelledby")?.split(" ") ?? [];
    const lost = names.filter((id) => !document.getElementById(id));
    return [each.localName, ...[...each.attributes].map(told).sort(), words,
      !each.textContent.trim(), each.labels?.length, lost.length,
      ...COLOURS.map((name) => style[name])].join();
  };
  const kinds = new Map();
  const add = (each, above) => {
    if (each !== document.documentElement && !each.checkVisibility({visibilityProperty: true})) {
      if (getComputedStyle(each).display !== "contents") return;
    }
    const kind = hash(look(each), above);
    kinds.set(each, kind);
    if (each.localName !== "svg") for (const one of each.children) add(one, kind);
  };
  const page = [innerWidth, innerHeight, ...[...document.scripts].map((each) => each.src),
    ...["title", "main", "h1"].map((name) => document.querySelectorAll(name).length)].join();
  add(document.documentElement, hash(page, 7));
"""
SHOWN = f"() => {{ {KINDS} return [...new Set(kinds.values())]; }}"
RUN = f"""async (fresh) => {{ {KINDS}
  const wanted = new Set(fresh);
  const isNew = (each) => wanted.has(kinds.get(each));
  const parts = [...kinds.keys()].filter((each) => isNew(each) && !isNew(each.parentElement));
  const whole = parts.includes(document.documentElement) || !parts.length;
  const options = {{resultTypes: ["violations"], elementRef: false, preload: whole}};
  const found = await axe.run(whole ? document : {{include: parts}}, options);
  return found.violations;
}}"""

_seen: set[int] = set()


def axe(page: Page) -> None:
    """Fails with each rule that is broken, and where."""
    kinds = set(page.evaluate(SHOWN))
    fresh = kinds if IN_FULL else kinds - _seen
    if not fresh:
        return
    if not page.evaluate(LOADED):
        page.evaluate(SCRIPT)
    violations: list[dict[str, Any]] = page.evaluate(RUN, sorted(fresh))
    assert not violations, f"axe on {page.url}\n" + "\n".join(_tell(each) for each in violations)
    _seen.update(kinds)


def _tell(violation: dict[str, Any]) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        summary = " ".join(node["failureSummary"].split())
        lines += [f"  {' '.join(map(str, node['target']))}: {node['html'][:200]}", f"    {summary}"]
    return "\n".join(lines)
