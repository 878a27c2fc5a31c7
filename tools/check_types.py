"""`python -m tools.check_types`: mypy, strict, in a process per service.

Its Django plugin reads one settings module, and each service has its own. A service is checked
together with its tests: what both stand on takes longest, and is read once. What the first service
finds out about installed libraries is copied to all others (tools/types_plugin.py).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from suite import registry
from tools import services
from tools.stack import plan

ROOT = plan.ROOT
PLUGIN = "tools/types_plugin.py"
MYPY = (sys.executable, "-m", "mypy", "--no-error-summary")
# What is no service borrows the settings of the service that uses most of the kit.
BORROWED = "orders"
FIRST = "codes"  # the smallest; what it finds out about libraries all others take
CACHES = ROOT / ".mypy_cache"
PACKAGES = (
    *(
        "libs/charges",
        "libs/currencies",
        "libs/kit",
        "libs/live",
        "libs/pages",
        "libs/payments",
        "libs/peers",
    ),
    *("libs/qr", "libs/refunds", "libs/testing", "suite", "demo", "gateway", "tools"),
)
TESTS = ("gateway/tests", "tests")
# The tests of a service say no types of their own, but must use the code's as they are.
LENIENT = """
[[tool.mypy.overrides]]
module = {modules}
disallow_untyped_defs = false
disallow_incomplete_defs = false
disallow_untyped_calls = false
disallow_untyped_decorators = false
disallow_any_generics = false
warn_return_any = false
strict_optional = false
disable_error_code = ["var-annotated", "func-returns-value"]
"""
# They also replace what a module has imported: mypy knows that as a rule of the module, not of who
# uses it.
REPLACED = re.compile(r"^tests/\S+: error: Module .* does not explicitly export attribute ")
# A service with the models of the library devices, which none of the registry installs.
SAMPLE = ROOT / "tests" / "sample" / "service"


def main() -> int:
    """The command line; returns the exit status."""
    with (
        tempfile.TemporaryDirectory(prefix="aisle-types-") as directory,
        ThreadPoolExecutor(2) as pool,
    ):
        place = Path(directory)
        status = _tell(FIRST, services.run(FIRST, _of_service(FIRST, place)))
        names = [name for name in registry.names() if name != FIRST]
        for name in ("others", *names, "sample"):
            _begin(name)
        runs = {"libraries, tools, tests": pool.submit(services.run, BORROWED, _of_others(place))}
        for name in names:
            runs[name] = pool.submit(services.run, name, _of_service(name, place))
        sample = _of_sample(place)
        runs["devices"] = pool.submit(services.run, BORROWED, sample, place=SAMPLE)
        return max(status, *(_tell(name, run.result()) for name, run in runs.items()))


def _begin(name: str) -> None:
    """From nothing, start with what the first has found out; what depends on a service's settings
    or is the service's own is found out anew.
    """
    if not (CACHES / name).exists() and (CACHES / FIRST).exists():
        shutil.copytree(CACHES / FIRST, CACHES / name)


def _of_others(directory: Path) -> list[str]:
    packages = [str(ROOT / name) for name in PACKAGES]
    tests = [path for place in TESTS for path in sorted((ROOT / place).rglob("*.py"))]
    kept = [str(path) for path in tests if SAMPLE not in path.parents]
    return [*MYPY, *_configured(directory / "others.toml"), *_cache("others"), *packages, *kept]


def _of_sample(directory: Path) -> list[str]:
    names = ("devices", "lockers", "visits", "config")
    packages = [word for name in names for word in ("-p", name)]
    return [*MYPY, *_configured(directory / "sample.toml"), *_cache("sample"), *packages]


def _of_service(name: str, directory: Path) -> list[str]:
    tests = services.directory(name) / "tests"
    files = sorted(tests.rglob("*.py"))
    modules = [".".join(path.relative_to(tests).with_suffix("").parts) for path in files]
    lenient = LENIENT.format(modules=json.dumps(modules))
    configuration = _configured(directory / f"{name}.toml", lenient)
    command = [*MYPY, *configuration, *_cache(name), ".", *map(str, files)]
    return ["env", f"MYPYPATH={tests}", *command]  # where they find each other


def _configured(path: Path, more: str = "") -> tuple[str, str]:
    """The configuration of this repository, and `more`, written to `path`."""
    written = (ROOT / "pyproject.toml").read_text()
    for name in ("$MYPY_CONFIG_FILE_DIR", PLUGIN):  # they say where they are by its own place
        written = written.replace(name, str(ROOT / name.removeprefix("$MYPY_CONFIG_FILE_DIR")))
    path.write_text(written + more)
    return "--config-file", str(path)


def _cache(name: str) -> tuple[str, str]:
    return "--cache-dir", str(CACHES / name)


def _tell(name: str, done: subprocess.CompletedProcess[str]) -> int:
    lines = done.stdout.splitlines()
    found = [line for line in lines if not REPLACED.match(line)]
    print("\n".join([f"{name}:", *found]) if found else f"{name}: no issues")
    # Without a word mypy fails by itself; with such words alone it has found nothing.
    return done.returncode if found or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
