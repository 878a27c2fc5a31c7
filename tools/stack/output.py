"""What the processes say: on the terminal behind their coloured names, and in a file each."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

COLOURS = (36, 33, 35, 32, 34, 96, 93, 95, 92, 94)
WIDTH = 18  # characters for a name
FILE_LIMIT = 5 * 1024 * 1024  # bytes; a larger log is moved aside when a process starts

_terminal = threading.Lock()


class Output:
    """The terminal and the log directory of a run; `quiet` keeps lines off the terminal."""

    def __init__(self, logs: Path, *, quiet: bool = False) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._logs = logs
        self._silent = self._quiet = quiet
        self._terminal = sys.stdout.isatty()
        self._coloured = self._terminal and "NO_COLOR" not in os.environ
        self._names: list[str] = []

    def say(self, text: str) -> None:
        """A line of our own."""
        with _terminal:
            try:
                print(text, flush=True)
            except OSError:
                self._quiet = True  # the terminal is gone; the logs go on

    def abandoned(self) -> bool:
        """Whether there was a terminal and it is gone. Its end is told to the leader of its session
        only, and make, if that is who leads, does not pass it on.
        """
        return self._terminal and not sys.stdout.isatty()

    @contextmanager
    def hushed(self) -> Iterator[None]:
        """For a block that would fill the terminal: lines go to the logs only."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def file(self, name: str) -> IO[bytes] | None:
        """A quiet run's log file, for a process to write into by itself: no line is copied then."""
        return self._open(name) if self._silent else None

    def follow(self, name: str, stream: IO[bytes]) -> None:
        """Copy a process's lines from now on, in a thread that ends with them."""
        if name not in self._names:
            self._names.append(name)
        threading.Thread(target=self._copy, args=(name, stream), daemon=True).start()

    def _copy(self, name: str, stream: IO[bytes]) -> None:
        with stream, self._open(name) as log:
            for line in stream:
                log.write(line)
                log.flush()
                if not self._quiet:
                    self.say(f"{self._prefix(name)} {line.decode(errors='replace').rstrip()}")

    def _open(self, name: str) -> IO[bytes]:
        path = self._logs / f"{name}.log"
        if path.exists() and path.stat().st_size > FILE_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    def _prefix(self, name: str) -> str:
        padded = f"{name:<{WIDTH}}│"
        if not self._coloured:
            return padded
        colour = COLOURS[self._names.index(name) % len(COLOURS)]
        return f"\x1b[{colour}m{padded}\x1b[0m"
