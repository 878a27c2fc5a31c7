"""What docs/benchmarks.md says that was measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools import faults
from tools.bench import costs

NOTHING = "–"
OURS = re.compile(r"^(\d+(?:\.\d+)?)(?:/s| ms)\b")


@dataclass(frozen=True)
class Figures:
    """`ours`: by work, as the first table has it, per second or in milliseconds. `costs`: by work
    and column, in the unit of its row: milliseconds of a processor, for WAL and disk bytes.
    `source` says when and where they were measured.
    """

    source: str
    ours: dict[str, float]
    costs: dict[str, dict[str, float]]

    def of(self, work: str) -> float:
        """Per second or milliseconds; raises SystemExit when it was not measured."""
        if work not in self.ours:
            raise _missing(work)
        return self.ours[work]

    def cost(self, work: str, column: str) -> float:
        """0 where nothing was found; raises SystemExit when the work was not measured."""
        if work not in self.costs:
            raise _missing(work)
        return self.costs[work].get(column, 0.0)

    @property
    def processes(self) -> list[str]:
        """Those with a column of their own."""
        columns = dict.fromkeys(name for row in self.costs.values() for name in row)
        return [name for name in columns if name not in ("WAL", "disk")]


def read(text: str) -> Figures:
    """The figures of such a page; raises SystemExit when what a request costs is not in it."""
    _, begin, rest = text.partition(costs.BEGIN)
    inside, _, _ = rest.partition(costs.END)
    made = re.search(r"^Made by `make bench` on ([^.\n]+(?:\.\d+)*)", inside, re.MULTILINE)
    if not begin or not made:
        raise _missing("section on what a request costs")
    measured = {
        work: float(found[1]) for work, ours, *_ in _rows(text) if (found := OURS.match(ours))
    }
    [head, *rows] = _rows(inside)
    by_work = {
        work: {
            name: float(cell) for name, cell in zip(head[1:], cells, strict=True) if cell != NOTHING
        }
        for work, *cells in rows
    }
    return Figures(made[1], measured, by_work)


def _rows(text: str) -> Iterator[list[str]]:
    """The cells of every table's rows, without the lines below their heads."""
    for line in text.splitlines():
        if line.startswith("| "):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def _missing(what: str) -> SystemExit:
    return SystemExit(f"{faults.PAGE.name} has no {what}: make bench ARGS=--write")
