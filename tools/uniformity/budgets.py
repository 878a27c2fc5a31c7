"""Libraries keep to the number of code lines that ADR 15 gives them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.uniformity.source import FUNCTIONS, Finding, python, text, tree

ADR = Path("docs/adr/0015-each-library-has-a-budget.md")
ROW = re.compile(r"^\| `(\w+)` \| ([0-9,]+) \|", re.MULTILINE)
DOCUMENTED = (ast.Module, ast.ClassDef, *FUNCTIONS)


def budgets() -> Iterator[Finding]:
    """No library of `libs` holds more code than its row allows, and each has a row."""
    allowed = {name: int(lines.replace(",", "")) for name, lines in ROW.findall(text(ADR))}
    held = dict.fromkeys(allowed, 0)
    for path in python("libs", tests=True):
        if "tests" not in path.parts:
            held[path.parts[1]] = held.get(path.parts[1], 0) + code_lines(path)
    for name, lines in held.items():
        if name not in allowed:
            yield Finding("budgets", f"libs/{name}", f"has no budget in {ADR}")
        elif not lines:
            yield Finding("budgets", f"libs/{name}", f"has a budget in {ADR}, and no code")
        elif lines > allowed[name]:
            yield Finding("budgets", f"libs/{name}", f"has {lines} lines of {allowed[name]}")


def code_lines(path: Path) -> int:
    """Lines of a module that are neither blank, nor comments, docstrings or imports."""
    uncounted: set[int] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            uncounted |= _lines_of(node)
        elif isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            uncounted |= _lines_of(node.body[0])
    lines = enumerate(text(path).splitlines(), 1)
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") and number not in uncounted
        for number, line in lines
    )


def _lines_of(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
