"""`python -m tools.check_types`: mypy, strict, in a process per service.

Its Django plugin reads one settings module, and each service has its own.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from suite import registry
from tools import services
from tools.stack import plan

MYPY = (sys.executable, "-m", "mypy", "--config-file", str(plan.ROOT / "pyproject.toml"))
# What is no service borrows the settings of the service that uses most of the kit.
BORROWED = "orders"
PACKAGES = (
    *("currencies", "kit", "live", "pages", "payments", "peers", "refunds", "suite"),
    *("testing", "demo", "gateway", "tools"),
)
TESTS = ("gateway/tests", "tests")
LENIENT = (
    *("--allow-untyped-defs", "--allow-incomplete-defs", "--allow-untyped-calls"),
    *("--allow-untyped-decorators", "--allow-any-generics", "--implicit-reexport"),
    *("--no-warn-return-any", "--no-strict-optional"),
    *("--disable-error-code=var-annotated", "--disable-error-code=func-returns-value"),
)
# A service with the models of the library devices, which none of the registry installs.
SAMPLE = plan.ROOT / "tests" / "sample" / "service"


def main() -> int:
    """The command line; returns the exit status."""
    jobs = {name: (name, [*MYPY, *_cache(name), "."]) for name in registry.names()}
    packages = [word for name in PACKAGES for word in ("-p", name)]
    jobs["kit, gateway, tools"] = (BORROWED, [*MYPY, *_cache("others"), *packages])
    jobs |= {f"{name}, tests": (name, _of_tests(name)) for name in registry.names()}
    tests = [str(path) for place in TESTS for path in sorted((plan.ROOT / place).rglob("*.py"))]
    tests = [path for path in tests if not path.startswith(str(SAMPLE))]
    jobs["tests"] = (BORROWED, [*MYPY, *_cache("tests"), *tests])
    installed = [
        word for name in ("devices", "lockers", "visits", "config") for word in ("-p", name)
    ]
    sample = [*MYPY, *_cache("sample"), *installed]
    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(lambda job: services.run(*job), jobs.values())
        results = list(zip(jobs, runs, strict=True))
    results.append(("devices", services.run(BORROWED, sample, place=SAMPLE)))
    return max(_tell(name, done) for name, done in results)


def _of_tests(name: str) -> list[str]:
    """The tests of a service say no types of their own, but must use the code's as they are."""
    directory = services.directory(name) / "tests"
    files = [str(path) for path in sorted(directory.rglob("*.py"))]
    # What they import of each other lies in that directory.
    return ["env", f"MYPYPATH={directory}", *MYPY, *_cache(f"{name}-tests"), *LENIENT, *files]


def _cache(name: str) -> tuple[str, str]:
    return "--cache-dir", str(plan.ROOT / ".mypy_cache" / name)


def _tell(name: str, done: subprocess.CompletedProcess[str]) -> int:
    if done.returncode:
        print(f"{name}:\n{done.stdout}")
    else:
        print(f"{name}: {done.stdout.strip()}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
