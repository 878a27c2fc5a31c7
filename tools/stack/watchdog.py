"""Ends what is left of a runner that was killed: the kernel closes its end of our standard input.

The kernel already asks each child to stop when the runner is gone (spawn.py). That reaches only
direct children, is only asking, and exists only on Linux. This process lives for a little longer,
makes sure, and keeps the lock on the home until nothing of the old run is left.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from tools.stack.spawn import alive

GRACE = 8.0  # seconds that processes have to stop before they are killed
TICK = 0.05  # seconds


class Watchdog:
    """The runner's side: say which processes there are. `keeps` stays open until all is over."""

    def __init__(self, keeps: IO[str], grace: float = GRACE) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.stack.watchdog", str(grace)],
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[keeps.fileno()],
        )
        self.pid = self._process.pid

    def watch(self, pid: int, sign: signal.Signals) -> None:
        """A process that leads its group, and the signal that stops it."""
        self._tell(f"+{pid} {int(sign)}")

    def forget(self, pid: int) -> None:
        """It has ended: its number may soon be another's."""
        self._tell(f"-{pid} 0")

    def sweep(self, path: Path) -> None:
        """A file or directory of use to this run only: to be removed, should the runner have no
        time for it.
        """
        self._tell(f"!{path}")

    def close(self) -> None:
        """Nothing is left to watch over; returns when the lock is free."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it was killed; the kernel's way remains
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()


def end(left: dict[int, int], grace: float) -> None:
    """Wait for all these to stop, then kill them and what they have started."""
    if sys.platform != "linux":
        for pid, sign in left.items():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
    deadline = time.monotonic() + grace
    while any(map(alive, left)) and time.monotonic() < deadline:
        time.sleep(TICK)
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def main() -> None:
    """Listen until the runner has gone, whatever happens to its terminal."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    left: dict[int, int] = {}
    swept: list[str] = []
    for line in sys.stdin:
        if line[0] == "!":
            swept.append(line[1:].rstrip("\n"))
            continue
        number, stop = line[1:].split()
        if line[0] == "+":
            left[int(number)] = int(stop)
        else:
            left.pop(int(number), None)
    end(left, float(sys.argv[1]))
    for path in swept:
        if os.path.isdir(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                os.unlink(path)


if __name__ == "__main__":
    main()
