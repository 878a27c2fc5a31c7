"""Pages: nothing inline, both directions, one set of tokens, small modules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.uniformity.code import MODULE_LINES
from tools.uniformity.source import Finding, text, tracked

SHARED = Path("libs/pages/static/pages")
GATEWAYS = Path("gateway/html/assets")
COPIED = ("tokens.css", "starting.js")
LINE_LENGTH = 120
VENDOR = "vendor"  # a directory of what others have written
#: What the Content-Security-Policy refuses. A script of data is none.
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*json)", re.IGNORECASE
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<=[{;])\s*([a-z-]+)\s*:\s*([^;{}]+)")
#: Left and right change places where text runs from right to left; start and end do not.
PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right"
)
SIDED = {"text-align", "float", "clear"}  # their value may name a side


def inline() -> Iterator[Finding]:
    """No script and no style inside HTML."""
    for path in tracked():
        if path.suffix != ".html":
            continue
        for number, line in enumerate(text(path).splitlines(), 1):
            found = INLINE.search(line)
            if found:
                yield Finding("inline", str(path), f"line {number}: {found[0].strip()}")


def directions() -> Iterator[Finding]:
    """CSS says start and end, so that a page also runs from right to left."""
    for path in tracked():
        if path.suffix != ".css" or path.parts[0] not in {"libs", "services"}:
            continue
        for name, value in DECLARATION.findall(COMMENT.sub("", text(path))):
            sided = name in SIDED and value.strip() in {"left", "right"}
            if sided or PHYSICAL.fullmatch(name):
                yield Finding("directions", str(path), f"{name}: {value.strip()}")


def copies() -> Iterator[Finding]:
    """The gateway needs nothing of ours, so it has copies of what its pages share."""
    for name in COPIED:
        ours, copy = (
            text(at / name) if at / name in tracked() else "" for at in (SHARED, GATEWAYS)
        )
        if ours != copy:
            yield Finding("copies", str(GATEWAYS / name), f"is not like {SHARED / name}")


def modules() -> Iterator[Finding]:
    """Modules and style sheets are as small as Python's; those of others are what they are."""
    for path in tracked():
        ours = path.parts[0] in {"libs", "services"} and VENDOR not in path.parts
        if path.suffix not in {".js", ".css"} or not ours:
            continue
        lines = text(path).splitlines()
        if len(lines) > MODULE_LINES:
            yield Finding("modules", str(path), f"has {len(lines)} lines, more than {MODULE_LINES}")
        for number, line in enumerate(lines, 1):
            if len(line) > LINE_LENGTH and path.suffix == ".js" and path.name != "icons.js":
                yield Finding("modules", str(path), f"line {number} has {len(line)} characters")
