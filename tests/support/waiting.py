"""Waiting for something to become true, with a deadline.

Wait for an answer, not for a name: the file of a socket is there before somebody listens.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

TICK = 0.02  # seconds


def wait_for(condition: Callable[[], object], seconds: float, what: str) -> float:
    """Return after how many seconds `condition` held; fail after the deadline."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"not within {seconds:g} s: {what}"
        time.sleep(TICK)
    return time.monotonic() - began


def listens(address: Path | int) -> bool:
    """Whether somebody takes connections at a unix socket, or at a port of this machine."""
    family = socket.AF_UNIX if isinstance(address, Path) else socket.AF_INET
    with socket.socket(family) as wire:
        wire.settimeout(1)
        at = str(address) if isinstance(address, Path) else ("127.0.0.1", address)
        return wire.connect_ex(at) == 0
