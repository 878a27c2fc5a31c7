"""The table of docs/benchmarks.md, and what 10,000 machines would need by it."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from suite.registry import service
from tools.load.suite import PARTS, RAW
from tools.load.watch import Watched

BEGIN, END = "<!-- vending machines -->\n", "<!-- end of vending machines -->\n"
SOON = 0.1  # seconds from the answer to the frame that 99 of 100 calls do not exceed
MANY = 10_000
SHARE = 0.6  # of a core: what a process may be busy with on average, so that a burst finds room
WS_SOCKETS = 4000  # of a process, unless it is set

Cell = Callable[[Watched], str]


@dataclass(frozen=True)
class Runs:
    """The same machines three times: `through` the gateway, `direct` at the websocket process, and
    at the `raw` server.
    """

    through: Watched
    direct: Watched
    raw: Watched


def section(runs: Runs) -> str:
    """The text between its markers."""
    text = TEXT.format(
        day=datetime.now(UTC).date().isoformat(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        machines=runs.through.machines,
        seconds=runs.through.seconds,
        calls=len(runs.through.delays),
        third=runs.direct.seconds,
        table="\n".join(_rows(runs)),
        soon=SOON * 1000,
        verdict=_verdict(runs),
        needs=_needs(runs),
    )
    return f"{BEGIN}{text}\n{END}"
