"""Requests that invent everything: no process keeps anything of them (H5)."""

from __future__ import annotations

import http.client
import itertools
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from testing.scale import scaled

from suite import registry
from tests.faults import figures
from tests.faults.attack import attack
from tests.faults.attackers import Options
from tests.support.memory import resident
from tests.support.stack import Stack
from tests.support.waiting import wait_for

REQUESTS = scaled(100_000)
CONNECTIONS = 24
SOURCES = [f"127.2.0.{number}" for number in range(1, 241)]  # none comes near the limit of one
WARM = 3_000  # requests after which each process has met all that it keeps for ever
MARGIN = 12.0  # MB of a process, however many requests: what allocators and buffers move by
SERIES = 1_500  # lines of /metrics of one process
DONE_WITHIN = 240.0  # seconds


class _Unix(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=20)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def series(stack: Stack) -> dict[str, int]:
    """The number of lines that each process tells Prometheus."""
    found = {}
    for name in _processes():
        wire = _Unix(stack.runtime / f"{name}.sock")
        wire.request("GET", "/metrics/")
        answer = wire.getresponse()
        assert answer.status == 200, name
        found[name] = len(answer.read().splitlines())
        wire.close()
    return found


def _processes() -> Iterator[str]:
    return itertools.chain.from_iterable(entry.process_names for entry in registry.SERVICES)


def megabytes(stack: Stack) -> dict[str, float]:
    return {name: size / 1024**2 for name, size in resident(stack.home).items()}


def invent(stack: Stack, total: int, seed: int) -> dict[str, int]:
    options = Options(
        "invented", stack.port, SOURCES, CONNECTIONS, DONE_WITHIN, total=total, seed=seed
    )
    with attack(options) as running:
        wait_for(lambda: running.process.poll() is not None, DONE_WITHIN, f"{total} requests")
    return running.counts


@pytest.mark.timeout(600)
def test_memory_is_flat(stack: Stack, table: str) -> None:
    invent(stack, WARM, 1)
    series(stack)  # which is counted, too
    lines, before = series(stack), megabytes(stack)
    counts = invent(stack, REQUESTS, 2)
    answered = sum(number for status, number in counts.items() if status.isdigit())
    assert answered >= REQUESTS * 0.98, counts
    assert not {status for status in counts if status.startswith("5")}, counts
    after = megabytes(stack)
    grown = {name: after[name] - size for name, size in before.items()}
    most = max(grown, key=lambda name: grown[name])
    print({name: f"{before[name]:.1f} → {after[name]:.1f}" for name in grown})
    assert series(stack) == lines, "a label is made of what callers invent"
    assert max(lines.values()) <= SERIES, lines
    figures.count(
        f"{REQUESTS:,} invented requests: memory that {most} has won", grown[most], MARGIN, " MB"
    )
