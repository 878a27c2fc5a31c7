"""What the worker of orders does for printers."""

from __future__ import annotations

from kit.worker import job

from printing.actions import sending, tickets


@job(every=0.5)
def tickets_make() -> bool:
    """Make tickets of what happens."""
    return tickets.tickets_make()


@job(every=0.5)
def tickets_send() -> bool:
    """Print what waits, and see which printers answer."""
    return sending.tickets_send()


@job(every=3600.0)
def tickets_prune() -> bool:
    """Forget what was printed long ago."""
    return tickets.tickets_prune()
