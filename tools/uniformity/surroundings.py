"""Around the code: settings are described, requirements pinned, no file knows a machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from suite import registry
from tools import openapi
from tools.uniformity.source import Finding, python, text, tracked, tree

READERS = {"text", "url", "choice", "flag", "whole", "items", "pairs", "database", "matching"}
IN_PYTHON = re.compile(
    r"environ(?:\.get\(|\[)\s*\"([A-Z][A-Z_]+)\"|environment\.get\(\"([A-Z_]+)\""
)
IN_SHELL = re.compile(r"\$\{([A-Z][A-Z_]+)")
DESCRIBED = re.compile(r"^(?:# )?([A-Z][A-Z_]+)=", re.MULTILINE)
STANDARD = {"PATH", "NO_COLOR", "MAKELEVEL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PATH_INFO"}
STANDARD |= {"FAULTS_SCALE"}  # of the tests, not an operator's
EXAMPLE = Path(".env.example")
MACHINE = re.compile(
    r"(?<![\w.])/(?:wor[k]|roo[t]|hom[e]|opt/pyp[i])/|pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(?:org|com)"
    r"|(?<!emit-)index-ur[l]|find-link[s]|trusted-hos[t]"
)
REQUIREMENT = re.compile(
    r"^(?:$|#|-r [\w-]+\.in$|[A-Za-z0-9][\w.\[\]-]*|\s+--hash=sha256:[0-9a-f]{64}( \\)?$)"
)


def settings_described() -> Iterator[Finding]:
    """`.env.example` names every variable that something reads, and no other."""
    described = set(DESCRIBED.findall(text(EXAMPLE)))
    read = dict(_read())
    for name in sorted(read.keys() - described - STANDARD):
        yield Finding("settings described", name, f"is read by {read[name]}, not in {EXAMPLE}")
    for name in sorted(described - read.keys()):
        yield Finding("settings described", name, f"is in {EXAMPLE}, and nothing reads it")


def _read() -> Iterator[tuple[str, str]]:
    for path in python("services", "libs", "gateway", "demo", "tools"):
        for one, other in IN_PYTHON.findall(text(path)):
            yield one or other, str(path)
        for name in _asked_of_env(path):
            yield name, str(path)
    for path in tracked():
        if path.suffix in {".yml", ".sh"} and path.parts[0] != ".ci":
            for name in IN_SHELL.findall(text(path)):
                yield name, str(path)
    for field in ("RATE_LIMITS", "LOGIN_RATE", "TRUSTED_PROXIES", "HSTS_SECONDS"):
        yield field, "gateway/render.py"
    for peer in {peer for entry in registry.SERVICES for peer in entry.peers}:
        yield f"{peer.upper()}_SERVICE_URL", "libs/kit/settings.py"


def _asked_of_env(path: Path) -> Iterator[str]:
    """The names in `env.text("NAME")` and its like, with the default of `env.database()`."""
    if "env." not in text(path):
        return
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        asks = node.func.attr in READERS and isinstance(node.func.value, ast.Name)
        if asks and isinstance(node.func.value, ast.Name) and node.func.value.id == "env":
            named = [each.value for each in node.args[:1] if isinstance(each, ast.Constant)]
            yield from (str(name) for name in named)
            if node.func.attr == "database" and not node.args:
                yield "DATABASE_URL"


def contracts() -> Iterator[Finding]:
    """openapi.json is what the code yields."""
    for service in openapi.drifted():
        place = f"services/{service}/openapi.json"
        yield Finding("contracts", place, "is not what the code yields: make openapi")


def machines() -> Iterator[Finding]:
    """No file holds a path of somebody's machine or a registry's address."""
    for path in tracked():
        for number, line in enumerate(text(path).splitlines(), 1):
            found = MACHINE.search(line)
            if found:
                yield Finding("machines", str(path), f"line {number}: {found[0]}")


def requirements() -> Iterator[Finding]:
    """Requirement files hold names, versions and hashes only; compiled ones pin each."""
    for path in tracked():
        if path.parts[0] != "requirements":
            continue
        for number, line in enumerate(text(path).splitlines(), 1):
            pinned = path.suffix == ".in" or not line[:1].isalnum() or "==" in line
            if "://" in line or not REQUIREMENT.match(line) or not pinned:
                yield Finding("requirements", str(path), f"line {number}: {line.strip()}")
