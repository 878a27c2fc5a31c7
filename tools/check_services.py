"""Uniformity, checked by a program: `python -m tools.check_services`.

An exemption is a line in EXEMPT with its reason; one that nothing needs any more is an error too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from suite import registry
from tools.uniformity import budgets, code, pages, shape, surroundings
from tools.uniformity.source import Finding

OF_EACH_SERVICE = (shape.files, shape.alike, shape.readme, shape.urls)
OF_ALL = (
    code.lengths,
    code.unfinished,
    code.settings,
    code.models,
    code.actions,
    code.docstrings,
    budgets.budgets,
    surroundings.settings_described,
    surroundings.contracts,
    surroundings.machines,
    surroundings.requirements,
    pages.inline,
    pages.directions,
    pages.copies,
    pages.modules,
)
EXEMPT: dict[tuple[str, str], str] = {
    ("alike", "services/edge/store/apps.py"): "registers the kinds of its devices",
    ("alike", "services/trolleys/trolleys/apps.py"): "registers the kind of its devices",
    ("files", "services/codes/codes/selectors.py"): "codes tells nobody what it has given out",
    ("length", "libs/kit/settings.py::base"): "one table of settings",
    (
        "length",
        "tests/integration/tables/test_seed.py::test_the_seeds_workflow",
    ): "seven steps, one story",
    ("settings", "libs/kit/server/__main__.py"): "read before there is a service",
    ("settings described", "CONFIGURATION"): "a place in the gateway's image, not an operator's",
    ("settings described", "RUN"): "a place in the gateway's image, not an operator's",
    ("unfinished", "tests/compose/conftest.py"): "without an engine it says so and does nothing",
    ("unfinished", "tests/integration/conftest.py"): "a suite that runs elsewhere is not harmed",
    ("unfinished", "tests/k8s/test_replicas.py"): "without an engine it says so and does nothing",
    ("unfinished", "tests/e2e/conftest.py"): "without Chromium it says so and does nothing",
    ("unfinished", "tests/k8s/conftest.py"): "without kubectl it says so, and the files are read",
}


def findings() -> Iterator[Finding]:
    """Everything that any check finds, exempt or not."""
    for service in registry.names():
        for of_one in OF_EACH_SERVICE:
            yield from of_one(service)
    for of_all in OF_ALL:
        yield from of_all()


def judge(found: list[Finding], exempt: dict[tuple[str, str], str]) -> list[str]:
    """What is to be said: findings without an exemption, exemptions without a finding."""
    said = [
        f"{one.check}: {one.place} {one.says}"
        for one in found
        if (one.check, one.place) not in exempt
    ]
    needed = {(one.check, one.place) for one in found}
    for check, place in exempt.keys() - needed:
        said.append(f"{check}: {place} needs its exemption no more")
    return said


def main() -> int:
    """The command line; returns the exit status."""
    said = judge(list(findings()), EXEMPT)
    print("\n".join(said) or f"{len(registry.SERVICES)} services alike, {len(EXEMPT)} exemptions")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
