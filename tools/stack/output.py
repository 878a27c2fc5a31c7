"""What the processes say: on the terminal behind their coloured names, and in a file each, one line
a line whatever it holds.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from kit.hiding import escaped

COLOURS = (36, 33, 35, 32, 34, 96, 93, 95, 92, 94)
WIDTH = 18  # characters for a name
LINE = 64 * 1024  # bytes of a line; a longer one becomes several
# What played racks say each second: it is in the logs, and would leave no room for anything else.
TICKING = re.compile(r"INFO heartbeat |POST /edge/machines/\S+/heartbeats/ 200 ")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # of a terminal that is a file
FILE_LIMIT = 5 * 1024 * 1024  # bytes; a larger log is moved aside when a process starts

_terminal = threading.Lock()


class Log:
    """A file of lines that goes on by itself after a full disk: what cannot be written is counted,
    and their number comes before the next line that can. The file is opened anew after a failure,
    since it may have been removed to make room.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._lost = 0

    def write(self, line: str) -> None:
        try:
            if self._file is None:
                self._file = opened(self._path)
            if self._lost:
                self._write(f"\n{self._lost} lines before this one could not be written")
                self._lost = 0
            self._write(line)
        except OSError:
            self._lost += 1
            self.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None

    def _write(self, line: str) -> None:
        """All of it; a file without a buffer may take less than it is given."""
        assert self._file is not None
        left = line.encode(errors="backslashreplace") + b"\n"
        while left:
            left = left[self._file.write(left) :]


def opened(path: Path) -> IO[bytes]:
    """A log to append to, without a buffer; a large one is moved aside before."""
    if path.exists() and path.stat().st_size > FILE_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab", buffering=0)


class Output:
    """The terminal and the log directory of a run; `quiet` keeps lines off the terminal."""

    def __init__(self, logs: Path, *, quiet: bool = False) -> None:
        logs.mkdir(parents=True, exist_ok=True, mode=0o700)
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
            except OSError as trouble:
                if trouble.errno not in FULL:
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
        """A quiet run's log file, for a process to write into by itself: no line is copied then.
        None when its lines are to be followed.
        """
        if not self._silent:
            return None
        try:
            return opened(self._path(name))
        except OSError:  # the disk is full: lines are copied, which waits for room
            return None

    def follow(self, name: str, stream: IO[bytes]) -> None:
        """Copy a process's lines from now on, in a thread that ends with them."""
        if name not in self._names:
            self._names.append(name)
        threading.Thread(target=self._copy, args=(name, stream), daemon=True).start()

    def _copy(self, name: str, stream: IO[bytes]) -> None:
        log = Log(self._path(name))
        with stream:
            for said in iter(partial(stream.readline, LINE), b""):
                line = said.decode(errors="backslashreplace").rstrip("\r\n").expandtabs(4)
                log.write(escaped(line))
                if not self._quiet and not TICKING.search(line):
                    self.say(f"{self._prefix(name)} {escaped(line)}")
        log.close()

    def _path(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _prefix(self, name: str) -> str:
        padded = f"{name:<{WIDTH}}│"
        if not self._coloured:
            return padded
        colour = COLOURS[self._names.index(name) % len(COLOURS)]
        return f"\x1b[{colour}m{padded}\x1b[0m"
