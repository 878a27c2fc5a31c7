"""How large a pod is and how many there are: docs/operations.md, "Capacity", says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tools.k8s.compose import Process


@dataclass(frozen=True)
class Size:
    """What a pod of a kind asks for, and between how many the autoscaler chooses.

    `cpu` in Kubernetes' notation, `busy` the share of it in percent at which one more is started; a
    Python process uses one core at most. There is no limit of CPU: one would stop a process in the
    middle of a request while the node has nothing to do.
    """

    cpu: str
    memory: str
    least: int = 2
    most: int = 2
    busy: int = 70


KINDS: dict[str, Size] = {
    "http": Size("250m", "96Mi", most=6, busy=140),
    "ws": Size("250m", "192Mi", most=24, busy=140),
    "worker": Size("50m", "96Mi"),
    "gateway": Size("250m", "192Mi", most=12, busy=140),
    "status": Size("20m", "32Mi"),
    "migrate": Size("50m", "96Mi"),
    "databases": Size("20m", "32Mi"),
}
#: Where a process needs more than its kind.
PROCESSES: dict[str, Size] = {
    "locations-http": Size("250m", "96Mi", most=18, busy=140),
    "orders-http": Size("500m", "96Mi", most=36, busy=100),
}


def size(kind: str, process: str = "") -> Size:
    """The size of a process, or of its kind."""
    return PROCESSES.get(process, KINDS[kind])


def resources(kind: str, process: Process) -> dict[str, Any]:
    """The container's `resources`: the limit of memory is compose's."""
    wanted = size(kind, process.name)
    return {
        "requests": {"cpu": wanted.cpu, "memory": wanted.memory},
        "limits": {"memory": process.memory},
    }
