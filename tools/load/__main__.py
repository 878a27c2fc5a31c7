"""`python -m tools.load [--machines 1000] [--seconds 60] [--write]`: so many vending machines on
one websocket process of edge, beside plain asyncio; with --write the table goes into
docs/benchmarks.md. All traffic stays on this machine, and ends by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
from pathlib import Path

from tools import faults
from tools.bench.load import Target
from tools.load import section, suite
from tools.load.machines import Identity
from tools.load.section import Runs
from tools.stack.temporary import Home, temporary

FILES_BESIDE = 200  # open files of this process beside its machines
RATE = 4.0  # calls a second


def main(words: list[str] | None = None) -> int:
    """Measure and print; the exit status is 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="tools.load", description=__doc__)
    parser.add_argument("--machines", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--write", action="store_true", help="keep the table in docs/")
    options = parser.parse_args(words)
    _open_files(options.machines)
    with temporary(suite.ENVIRONMENT) as home:
        authorization = home.admin().authorization
        identities = suite.machines(home, authorization, options.machines)
        runs = asyncio.run(_runs(home, authorization, identities, options.seconds))
    text = section.section(runs)
    print(text)
    if options.write:
        faults.put(text, section.BEGIN, section.END)
    return int(bool(section.missed(runs)))


async def _runs(home: Home, authorization: str, identities: list[Identity], seconds: float) -> Runs:
    """Through the gateway for all of the time; straight at the process, and at the raw server, for
    a third of it.
    """
    third = max(5.0, seconds / 3)
    doors = (Target(port=home.port), seconds), (suite.part(home, "edge-ws"), third)
    found = []
    for target, lasting in doors:
        suite.begin_anew(home, "edge-ws")  # one that has held sockets has memory to spare
        found.append(
            await suite.watch_suite(
                home, target, identities, authorization, seconds=lasting, rate=RATE
            )
        )
    through, direct = found
    with suite.raw_server(Path(home.home)) as target:
        raw = await suite.watch_raw(target, identities, seconds=third, rate=RATE)
    return Runs(through, direct, raw)


def _open_files(machines: int) -> None:
    """Raises SystemExit where this process may not open so many sockets."""
    needed = machines + FILES_BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise SystemExit(f"{machines} machines need {needed} open files; the limit is {hard}")
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


if __name__ == "__main__":
    sys.exit(main())
