"""axe-core on a page: rules of WCAG 2.2 A and AA, and its best practices."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text()
RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"], elementRef: false});
  return found.violations;
}"""
LOADED = "typeof axe === 'object'"


def axe(page: Page) -> None:
    """Fails with each rule that is broken, and where."""
    if not page.evaluate(LOADED):
        page.evaluate(SCRIPT)
    violations: list[dict[str, Any]] = page.evaluate(RUN)
    assert not violations, f"axe on {page.url}\n" + "\n".join(_tell(each) for each in violations)


def _tell(violation: dict[str, Any]) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        summary = " ".join(node["failureSummary"].split())
        lines += [f"  {' '.join(map(str, node['target']))}: {node['html'][:200]}", f"    {summary}"]
    return "\n".join(lines)
