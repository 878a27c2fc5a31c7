"""How much memory the processes of a running suite take."""

from __future__ import annotations

import json
from pathlib import Path


def resident(home: Path) -> dict[str, int]:
    """Bytes in memory of each running process by its name in run.json, with all that it has
    started, as nginx its workers. Without what it maps of files and shares with others, for
    PostgreSQL's processes come to see ever more of the same buffers.
    """
    processes = json.loads((home / "run.json").read_text())["processes"]
    pids = {name: state["pid"] for name, state in processes.items() if state["pid"]}
    return {name: sum(map(_resident, _with_children(pid))) for name, pid in pids.items()}


def _with_children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has just ended
        return []
    return [pid, *(one for child in listed for one in _with_children(int(child)))]


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("RssAnon:")]
    return int(found[0]) * 1024 if found else 0
