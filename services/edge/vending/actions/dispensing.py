"""Dispenses: the one command of a sale, and what ends it."""

from __future__ import annotations

from devices.models import Command

from vending.models import Sale


def command_ended(command: Command) -> None:
    """A command of a machine has ended; one that dispenses ends its sale unless its confirm did."""
    if command.outcome == Command.Outcome.ANSWERED:
        return
    if not Sale.objects.filter(command=command).exists():
        return
