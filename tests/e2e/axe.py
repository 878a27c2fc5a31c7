"""axe-core on a page: rules of WCAG 2.2 A and AA, and its best practices."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page
from testing.scale import WHOLE, scale

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text()
RUN = """async (contrast) => {
  const found = await axe.run(document, {resultTypes: ["violations"], elementRef: false,
    rules: {"color-contrast": {enabled: contrast}}});
  return found.violations;
}"""
LOADED = "typeof axe === 'object'"
# Everything that the contrast of a text depends on: its own style, and what shines through it.
INKS = """() => {
  const inks = new Map(), found = new Set();
  const of = (each) => {
    if (!each) return "";
    if (!inks.has(each)) {
      const style = getComputedStyle(each);
      inks.set(each, [of(each.parentElement), style.backgroundColor, style.backgroundImage,
        style.opacity, style.filter, style.position].join());
    }
    return inks.get(each);
  };
  const written = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  for (const each of document.body.querySelectorAll("*")) {
    const has = each.matches("input, select, textarea") || [...each.childNodes].some(written);
    if (!has || !each.checkVisibility()) continue;
    const off = each.closest(":disabled, [aria-disabled=true]") !== null;
    const style = getComputedStyle(each);
    const own = [style.color, style.fontSize, style.fontWeight, style.textShadow];
    found.add([of(each), off, ...own].join());
  }
  return [...found];
}"""

_good: set[str] = set()  # inks of pages whose contrast was found to be good


def axe(page: Page) -> None:
    """Fails with each rule that is broken, and where. Contrast, which takes longer than all other
    rules, is measured where a text has other inks than any before it; in full size everywhere.
    """
    if not page.evaluate(LOADED):
        page.evaluate(SCRIPT)
    inks = set(page.evaluate(INKS))
    violations: list[dict[str, Any]] = page.evaluate(RUN, scale() == WHOLE or not inks <= _good)
    assert not violations, f"axe on {page.url}\n" + "\n".join(_tell(each) for each in violations)
    _good.update(inks)


def _tell(violation: dict[str, Any]) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        summary = " ".join(node["failureSummary"].split())
        lines += [f"  {' '.join(map(str, node['target']))}: {node['html'][:200]}", f"    {summary}"]
    return "\n".join(lines)
