"""What the worker of a service with devices does."""

from __future__ import annotations

from kit.worker import job

from devices import commands, presence


@job(every=1.0)
def commands_expire() -> bool:
    return commands.commands_expire()


@job(every=2.0)
def devices_sweep() -> bool:
    return presence.devices_sweep()


@job(every=3600.0)
def commands_prune() -> bool:
    return commands.commands_prune()
