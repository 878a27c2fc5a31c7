"""Scanners at the gates, and who holds a phone before them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tools.devices.store.line import Line

ENTRY, EXIT = "Entry", "Exit"
CALLS = {ENTRY: "/edge/entry/", EXIT: "/edge/exit/"}


@dataclass(frozen=True)
class Gate:
    """A gate with its scanner; `tag` says which way it goes."""

    tag: str
    line: Line

    def scan(self, token: str) -> dict[str, Any]:
        """What the suite says to a code; raises line.Refused when the gate stays shut."""
        return self.line.post(CALLS[self.tag], {"token": token})


@dataclass
class Person:
    """Somebody with a phone: `code` asks for a fresh entry code. `bag` is what they really have."""

    name: str
    code: Callable[[], str]
    visit_id: str = ""

    def enters(self, gate: Gate) -> str:
        """Go in; the id of the visit."""
        self.visit_id = str(gate.scan(self.code())["visit_id"])
        return self.visit_id

    def leaves(self, gate: Gate) -> list[dict[str, Any]]:
        """Go out; the tickets."""
        return list(gate.scan(self.code())["tickets"])
