"""The files of the repository, read once."""

from __future__ import annotations

import ast
import subprocess
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.stack import plan

TESTS = {"tests", "testing"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Finding:
    """Something that is not as everywhere else. `place` is a path, or `path::function`."""

    check: str
    place: str
    says: str


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in the repository or would be added, relative to its root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=plan.ROOT, capture_output=True, text=True, check=True)
    paths = sorted({Path(name) for name in listed.stdout.split("\0") if name})
    return tuple(path for path in paths if (plan.ROOT / path).is_file())


@cache
def text(path: Path) -> str:
    """The text of a file; empty for one that is none."""
    try:
        return (plan.ROOT / path).read_text()
    except UnicodeDecodeError:
        return ""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def python(*tops: str, tests: bool = False) -> Iterator[Path]:
    """The Python files below these directories, without migrations, without tests unless wanted."""
    for path in tracked():
        inside = not tops or path.parts[0] in tops
        ours = path.suffix == ".py" and inside and "migrations" not in path.parts
        if ours and (tests or not TESTS & set(path.parts)):
            yield path


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    waiting: deque[ast.AST] = deque([tree(path)])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, FUNCTIONS):
            yield node
        if not isinstance(node, ast.expr):  # expressions hold none, and are most of a file
            waiting.extend(ast.iter_child_nodes(node))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    return whole - _docstring(function)


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its signature and docstring."""
    whole = (function.end_lineno or function.lineno) - function.body[0].lineno + 1
    return whole - _docstring(function)


def _docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1
