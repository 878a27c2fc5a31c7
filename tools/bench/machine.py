"""What else the machine was doing, and what the suite takes of its memory and processors."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # per second
IDLE = (3, 4)  # columns of /proc/stat: idle, and waiting for a disk
TIMES = slice(11, 15)  # behind the name in /proc/<pid>/stat: user, system, both of ended children
GUEST = 8  # from this column on it is counted in earlier ones already


class Beside:
    """The processor time that others take: other programs here, and the machine's other tenants.

    Begin before anything is started and ask when all of it has ended: what the kernel says of our
    children holds for those that have.
    """

    def __init__(self) -> None:
        self._began, self._busy, self._ours = time.monotonic(), _busy(), _ours()

    def cores(self) -> float:
        """How many cores were busy with others, on average."""
        others = (_busy() - self._busy) - (_ours() - self._ours)
        return max(0.0, others / (time.monotonic() - self._began))


def _busy() -> float:
    """Seconds of all cores since the machine was started, time that was stolen from it included."""
    columns = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    ticks = [int(column) for column in columns[:GUEST]]
    return sum(count for n, count in enumerate(ticks) if n not in IDLE) / TICKS


def _ours() -> float:
    """Seconds of this process and of all its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def memory(pid: int) -> float:
    """Megabytes of a process and all that it has started, by proportional share (PSS)."""
    return sum(_kilobytes(each, "Pss:") for each in _descendants(pid)) / 1024


def processor(pid: int) -> float:
    """Seconds of processor time of a process and all that it has started, ended ones included."""
    return sum(map(_ticks, _descendants(pid))) / TICKS


def _ticks(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # it has just ended
        return 0
    columns = stat.rpartition(")")[2].split()  # behind the name, which may hold anything
    return sum(map(int, columns[TIMES]))


def resident(pid: int) -> float:
    """Megabytes that a process and all that it has started would need alone: what they share with
    others is counted whole, but once for each of them.
    """
    return sum(_kilobytes(each, "Rss:") for each in _descendants(pid)) / 1024


def private(pid: int) -> int:
    """Kilobytes that only this process has."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _kilobytes(pid: int, field: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(field))


def _descendants(pid: int) -> set[int]:
    found = {pid}
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found.update(*(_descendants(int(child)) for child in children.read_text().split()))
        except OSError:
            continue
    return found
