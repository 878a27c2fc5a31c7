"""A server beside the suite, for as long as a block lasts."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.bench.load import Target
from tools.stack.plan import ROOT

READY_WITHIN = 20.0  # seconds
ENDED_WITHIN = 20.0


@contextmanager
def running(
    command: Sequence[str],
    target: Target,
    *,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Target]:
    """Start it and wait until it takes connections on its unix socket."""
    environment = environment or {**os.environ, "PYTHONPATH": f"{ROOT / 'libs'}:{ROOT}"}
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + READY_WITHIN
        while not _listens(target.socket):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"did not start: {' '.join(command)}")
            time.sleep(0.05)
        yield target
    finally:
        process.terminate()
        process.wait(ENDED_WITHIN)


def _listens(path: str) -> bool:
    """A socket's name is there before anybody listens."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(path) == 0
