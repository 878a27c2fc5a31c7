"""Suites to start, watch and end."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import shutil
import signal
import subprocess
import termios
import threading
from pathlib import Path
from typing import Any

from tools.stack import place, plan, temporary
from tools.stack.spawn import alive

ENDED_WITHIN = 25.0  # seconds


def descendants(pid: int) -> set[int]:
    """A process and everything below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return set()
    return {pid}.union(*(descendants(int(child)) for child in children))


def memory(pid: int) -> int:
    """Bytes of a process by proportional share of what it shares; 0 when it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024


class Terminal:
    """A terminal of its own, whose window closes at the end of the block."""

    def __init__(self) -> None:
        self._ours, self._theirs = pty.openpty()
        self._shown = b""
        self._open = True
        self._reader = threading.Thread(target=self._read)

    def __enter__(self) -> Terminal:
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False  # a terminal that is being read is not closed by closing it
        self._reader.join()
        os.close(self._theirs)
        os.close(self._ours)

    def streams(self) -> dict[str, Any]:
        """Options for a process that is to run in it, in the foreground."""

        def control() -> None:
            fcntl.ioctl(self._theirs, termios.TIOCSCTTY, 0)

        streams = dict.fromkeys(("stdin", "stdout", "stderr"), self._theirs)
        return {**streams, "preexec_fn": control}

    def type(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def shown(self) -> str:
        return self._shown.decode(errors="replace")

    def _read(self) -> None:
        while self._open:
            if select.select([self._ours], [], [], 0.05)[0]:
                self._shown += os.read(self._ours, 65536)


class Home(temporary.Home):
    """A home whose suites may end in any way; what is left of them is killed in the end."""

    def __init__(self, home: Path, port: int | None = None) -> None:
        # A proxy that nobody answers at: the suite's own calls must not go there.
        proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
        super().__init__(home, port or temporary.free_port(), {"RATE_LIMITS": "off", **proxy})
        self._ever: set[int] = set()
        self._terminal: Terminal | None = None

    def start(
        self, command: tuple[str, ...] = temporary.RUN, terminal: Terminal | None = None
    ) -> None:
        """Start the suite, or a command that does, in a terminal or without one."""
        if self._ever:
            self.process.wait(ENDED_WITHIN)
        self._terminal = terminal
        if terminal:
            self.process = subprocess.Popen(
                command,
                cwd=plan.ROOT,
                env=self.environment,
                start_new_session=True,
                **terminal.streams(),
            )
        else:
            super().start(command)
        self._ever.add(self.process.pid)

    def said(self) -> str:
        return self._terminal.shown() if self._terminal else super().said()

    def end(self) -> None:
        """After all tests: what was asked to end, and what has not."""
        left = set.union(*(descendants(pid) for pid in self._ever))
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(ENDED_WITHIN)
        for pid in filter(alive, left):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(ENDED_WITHIN)
        for directory in (self.runtime, f"{self.runtime}-postgres"):  # a killed watchdog's work
            shutil.rmtree(directory, ignore_errors=True)

    def secret(self, name: str) -> str:
        return place.read_secrets(self.home)[name]
