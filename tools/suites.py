"""The test suites: which there are, and which a command line means."""

from __future__ import annotations

from dataclasses import dataclass

from suite import registry
from tools.engine import missing_engine
from tools.stack import plan

ROOT = plan.ROOT
BROWSERS = 2  # suites with a browser at once: their tests wait for pages half of the time
# Of those with a browser.
LONGEST = ("e2e/store", "e2e/panel", "e2e/tables", "e2e/trolleys", "e2e/setup", "e2e/common")
CONTAINERS = missing_engine() is None  # if none does, the suites with containers start none


@dataclass(frozen=True)
class Suite:
    """A directory with tests, which are one process of pytest.

    `service` gets the environment of a service; `alone` needs the machine; `browser` needs
    Chromium; `marks` is pytest's -m, where a directory holds two suites. `e2e/tables` belongs to
    the group `e2e`.
    """

    name: str
    directory: str
    service: bool = False
    alone: bool = False
    browser: bool = False
    marks: str = ""

    @property
    def group(self) -> str:
        return self.name.partition("/")[0]

    @property
    def fast(self) -> bool:
        """Whether its tests need no running suite of services."""
        return not self.directory.startswith("tests/")

    def has(self, argument: str) -> bool:
        """Whether an argument for pytest that names a file, as `test_a.py::test_b`, fits."""
        name = argument.partition("::")[0]
        is_file = name.endswith(".py") and not name.startswith("-")
        return not is_file or (ROOT / self.directory / name).exists()


def _libraries() -> list[str]:
    return sorted(
        path.name for path in (ROOT / "libs").iterdir() if any(path.glob("tests/test_*.py"))
    )


def _places(group: str) -> list[str]:
    """`e2e/tables` …: the suites of a group, one for each place and one for what all have."""
    directory = ROOT / "tests" / group
    return [
        f"{group}/{path.name}" for path in sorted(directory.iterdir()) if any(path.glob("test_*"))
    ]


def _with_a_browser() -> list[str]:
    """The longest first: two run at a time, and one that is left alone leaves the machine idle."""
    return sorted(_places("e2e"), key=lambda name: (*LONGEST, name).index(name))


# In the order in which they begin: those with a browser, of which two run at a time beside others;
# then those that take longest, so that short ones are left for the end.
SUITES: tuple[Suite, ...] = (
    *(Suite(name, f"tests/{name}", browser=True) for name in _with_a_browser()),
    Suite("stack", "tests/stack"),
    *(Suite(each, f"services/{each}", service=True) for each in registry.names()[::-1]),
    *(Suite(name, f"tests/{name}") for name in _places("integration")[::-1]),
    Suite("access", "tests/access"),
    Suite("faults/killed", "tests/faults", marks="killed"),
    *(Suite(each, f"libs/{each}", service=True) for each in _libraries()),
    Suite("gateway", "gateway/tests"),
    Suite("k8s", "tests/k8s", alone=CONTAINERS),
    Suite("compose", "tests/compose", alone=CONTAINERS),
    Suite("faults/attacked", "tests/faults", alone=True, marks="not killed"),
)


def chosen(arguments: list[str]) -> tuple[list[Suite], list[str]]:
    """The suites of a command line, and what it says to pytest; raises SystemExit.

    `[--fast] [SUITE or GROUP …] [-- ARGUMENTS]`
    """
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    names, passed_on = arguments[:cut], arguments[cut + 1 :]
    fast = "--fast" in names
    names = [name for name in names if name != "--fast"]
    known = [each for suite in SUITES for each in (suite.name, suite.group)]
    strange = [name for name in names if name not in known]
    if strange:
        listed = ", ".join(dict.fromkeys(known))
        raise SystemExit(f"No suite {', '.join(strange)}. There are: {listed}")
    suites = [
        suite
        for suite in SUITES
        if (not names or {suite.name, suite.group} & set(names)) and (suite.fast or not fast)
    ]
    fitting = [suite for suite in suites if all(map(suite.has, passed_on))]
    if not fitting:
        raise SystemExit(f"None of these suites has {' '.join(passed_on)} in its directory.")
    return fitting, passed_on


def next_of(waiting: list[Suite], running: list[Suite], at_once: int) -> Suite | None:
    """Which suite may begin beside those that run; None while all have to wait."""
    if len(running) >= at_once or any(suite.alone for suite in running):
        return None
    browsing = sum(suite.browser for suite in running) >= BROWSERS
    for suite in waiting:
        if not (suite.alone and running) and not (suite.browser and browsing):
            return suite
    return None
