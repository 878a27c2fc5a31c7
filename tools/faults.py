"""`python -m tools.faults [--write] [-- pytest's arguments]`: hostile traffic and faults in full
size, about a quarter of an hour; with --write the figures go into docs/benchmarks.md.

`make test` runs a tenth of the same tests: testing/scale.py.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from testing.scale import WHOLE

from tools.bench.result import Result, row
from tools.stack.plan import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- hostile traffic -->\n", "<!-- end of hostile traffic -->\n"
# What follows the scale in other suites.
ELSEWHERE = (
    ("orders", ["-k", "two_phones"]),
    ("products", ["-k", "ledger"]),
    ("trolleys", ["-k", "payment_races or killed"]),
    ("edge", ["-k", "killed"]),
    ("integration/trolleys", ["-k", "test_checkout or test_kills or test_outages"]),
    ("integration/vending", ["-k", "test_kills or test_rest"]),
    ("integration/store", ["-k", "test_trips or what_has_left"]),
    ("e2e/tables", ["-k", "every_state or layout or sold_out or evening"]),
    ("e2e/panel", ["-k", "every_state or sold_out"]),
    ("e2e/setup", ["-k", "stock or transfer"]),
    ("e2e/trolleys", ["-k", "every_state or every_part or zooms or at_once or a_second"]),
    ("e2e/vending", ["-k", "every_state or zooms or feedback or fleet or sent"]),
    ("e2e/store", ["-k", "looks or every_state or zooms"]),
    ("e2e/common", ["-k", "decoder or hosted_page or test_start"]),
)
HEAD = (
    "| attack, and what others notice | under attack | quiet, or the limit | ratio | target | met |"
)
TEXT = """
## Hostile traffic

Made by `make faults ARGS=--write` on {day}: {cores} cores, Python {python}. The suite is strict,
with its limits on. The attacking programs run on the same cores, so part of each ratio is theirs;
guests ask from an address of their own, over a new connection each time. Delays are medians, and
every request of a guest was answered with 200.

{table}
"""


def section(results: list[Result]) -> str:
    """The section of docs/benchmarks.md."""
    table = "\n".join([HEAD, "|---|---|---|---|---|---|", *map(row, results)])
    day = datetime.now(UTC).date().isoformat()
    text = TEXT.format(day=day, cores=os.cpu_count(), python=platform.python_version(), table=table)
    return f"{BEGIN}{text}\n{END}"


def kept(begin: str = BEGIN, end: str = END) -> str:
    """The section between two markers that docs/benchmarks.md has now, with them; `make bench` puts
    ours back. Empty without one.
    """
    _, begin, rest = PAGE.read_text().partition(begin)
    inside, end, _ = rest.partition(end)
    return begin + inside + end


def put(fresh: str, begin: str = BEGIN, end: str = END) -> None:
    """Write a section in the place of the one between its markers, or at the end."""
    page, old = PAGE.read_text(), kept(begin, end)
    PAGE.write_text(page.replace(old, fresh) if old else f"{page.rstrip()}\n\n{fresh}")


def main() -> None:
    """Run the suite in full; exit as it does."""
    parser = argparse.ArgumentParser(prog="tools.faults")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/")
    parser.add_argument("arguments", nargs="*", help="for pytest, after --")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aisle-figures-") as directory:
        figures = Path(directory, "figures")
        figures.touch()
        environment = {
            **os.environ,
            "FAULTS_SCALE": str(WHOLE),
            "FAULTS_FIGURES": str(figures),
        }
        failed = 0
        for suite, arguments in (*ELSEWHERE, ("faults", options.arguments)):
            command = [sys.executable, "-m", "tools.test", suite, "--", *arguments]
            failed |= subprocess.run(command, cwd=ROOT, env=environment).returncode
        results = [Result(**json.loads(line)) for line in figures.read_text().splitlines()]
    print("\n".join(map(row, results)))
    if options.write and not failed:
        put(section(results))
    sys.exit(failed)


if __name__ == "__main__":
    main()
