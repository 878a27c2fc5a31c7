"""Habits of the code: small, finished, settings in one place, models without surprises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.uniformity.source import (
    FUNCTIONS,
    TESTS,
    Finding,
    body_length,
    functions,
    length,
    python,
    text,
    tracked,
    tree,
)

MODULE_LINES = 300
FUNCTION_LINES = 30
TEST_LINES = 40
VIEW_LINES = 15
PRODUCT = ("services", "libs", "gateway", "demo", "tools", "deploy", "k8s")
UNFINISHED = re.compile(
    r"TOD[O]|FIXM[E]|NotImplementedErro[r]|no cove[r]|pytest\.(?:mark\.)?(?:skip|xfail)\b"
)
READS = re.compile(r"\bos\.(?:environ|getenv)\b")
SILENT = ("apps.py", "__init__.py", "manage.py")  # nothing to say that the name does not


def lengths() -> Iterator[Finding]:
    """No module over 300 lines, no function over 30 (a test: 40), no view over 15."""
    for path in python(tests=True):
        lines = len(text(path).splitlines())
        if lines > MODULE_LINES:
            yield Finding("length", str(path), f"has {lines} lines, more than {MODULE_LINES}")
        for function in functions(path):
            place = f"{path}::{function.name}"
            if length(function) > (TEST_LINES if TESTS & set(path.parts) else FUNCTION_LINES):
                yield Finding("length", place, f"has {length(function)} lines")
            if _holds_views(path) and body_length(function) > VIEW_LINES:
                yield Finding("length", place, f"is a view of {body_length(function)} lines")


def _holds_views(path: Path) -> bool:
    adapter = path.name in {"api.py", "pages.py"} or path.parent.name == "api"
    return path.parts[0] == "services" and adapter


def unfinished() -> Iterator[Finding]:
    """Nothing is left for later, nothing is hidden from the tests, no test is given up."""
    for path in tracked():
        if path.parts[0] not in {*PRODUCT, "tests"}:
            continue
        for number, line in enumerate(text(path).splitlines(), 1):
            found = UNFINISHED.search(line)
            if found:
                yield Finding("unfinished", str(path), f"line {number}: {found[0]}")


def settings() -> Iterator[Finding]:
    """Services and the kit read settings through kit.env, which names all that is missing.

    A program's first file may say which settings module is meant.
    """
    for path in python("services", "libs"):
        boots = path.name in {"manage.py", "wsgi.py", "asgi.py"} or path == Path("libs/kit/env.py")
        if READS.search(text(path)) and not boots:
            yield Finding("settings", str(path), "reads the environment without kit.env")


def models() -> Iterator[Finding]:
    """Models are fields and constraints: what happens to rows is in actions."""
    for path in python("services"):
        if re.search(
            r"django\.(?:db\.models|dispatch|core)\b.*\b(?:signals|receiver)\b", text(path)
        ):
            yield Finding("models", str(path), "uses signals")
        if path.name != "models.py" and "models" not in path.parts:
            continue
        for function in functions(path):
            if function.name in {"save", "delete", "full_clean"}:
                yield Finding("models", f"{path}::{function.name}", "is overridden")


def actions() -> Iterator[Finding]:
    """Writes take keyword arguments; only what a write is about may go first, without a name."""
    for path in python("services"):
        if path.name != "actions.py" and path.parent.name != "actions":
            continue
        for function in tree(path).body:
            if isinstance(function, FUNCTIONS) and _positional(function):
                place = f"{path}::{function.name}"
                yield Finding("actions", place, "takes several positional arguments")


def _positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return not function.name.startswith("_") and len(function.args.args) > 1


def docstrings() -> Iterator[Finding]:
    """Each module says what it is for."""
    for path in python(*PRODUCT, "tests", tests=True):
        if path.name not in SILENT and text(path).strip() and not ast.get_docstring(tree(path)):
            yield Finding("docstrings", str(path), "does not say what it is for")
