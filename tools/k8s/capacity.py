"""The chapter "Capacity" of docs/operations.md, from the figures of docs/benchmarks.md.

    python -m tools.k8s.capacity [--check | --write]

Without an option it prints the chapter. `make bench ARGS=--write` writes it with its own figures.
"""

from __future__ import annotations

import argparse
import re

from gateway.render import WORKERS
from suite import registry
from tools import faults
from tools.k8s import chapter, figures, sizes
from tools.k8s.arithmetic import Limits, Load, plan
from tools.stack.plan import ROOT

PAGE = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- capacity -->\n", "<!-- /capacity -->\n"


def limits() -> Limits:
    """What is set in the files that set it."""
    return Limits(
        threads=_number(".env.example", r"^HTTP_THREADS=(\d+)$"),
        ws_threads=_number("libs/live/database.py", r"^_threads = ThreadPoolExecutor\((\d+),"),
        ws_sockets=_number(".env.example", r"^WS_SOCKETS=(\d+)$"),
        gateway_connections=WORKERS
        * _number("gateway/nginx.conf.template", r"worker_connections (\d+);"),
        max_connections=_number("docker-compose.yml", r"max_connections=(\d+),"),
        planned={name: _planned(kind, name) for name, kind in _scaled()},
    )


def _scaled() -> list[tuple[str, str]]:
    """The names and kinds of what an autoscaler scales by its processor time."""
    found = [
        (entry.process_name(kind), str(kind))
        for entry in registry.SERVICES
        for kind in entry.processes
        if kind != registry.WORKER  # takes what waits, as fast as it can: see its errands
    ]
    return [*found, ("gateway", "gateway")]


def _planned(kind: str, name: str) -> float:
    """The cores that a process may use before one more is started."""
    size = sizes.size(kind, name)
    return int(size.cpu.removesuffix("m")) / 1000 * size.busy / 100


def _number(path: str, pattern: str) -> int:
    found = re.search(pattern, (ROOT / path).read_text(), re.MULTILINE)
    if found is None:
        raise SystemExit(f"{path} has nothing like {pattern}")
    return int(found[1])


def text() -> str:
    """The chapter with the figures of now."""
    measured = figures.read(faults.PAGE.read_text())
    bounds = limits()
    return chapter.render(measured, plan(measured, Load(), bounds), bounds)


def page() -> str:
    """docs/operations.md with the chapter of now; raises ValueError when it has no markers."""
    before, rest = PAGE.read_text().split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{text()}\n{END}{after}"


def write() -> None:
    """Put the chapter into docs/operations.md."""
    fresh = page()
    if fresh != PAGE.read_text():
        PAGE.write_text(fresh)
        print("docs/operations.md is new; commit it")


def main() -> None:
    """The command line; with `--check` exit 1 when the chapter is another one."""
    parser = argparse.ArgumentParser(prog="tools.k8s.capacity")
    option = parser.add_mutually_exclusive_group()
    option.add_argument("--check", action="store_true", help="fail when the chapter is out of date")
    option.add_argument("--write", action="store_true", help="put it into docs/operations.md")
    options = parser.parse_args()
    if options.write:
        write()
    elif not options.check:
        print(text())
    elif page() != PAGE.read_text():
        raise SystemExit(
            "docs/operations.md: the chapter on capacity is not what docs/benchmarks.md and the"
            " settings say: python -m tools.k8s.capacity --write"
        )


if __name__ == "__main__":
    main()
