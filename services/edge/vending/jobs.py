"""What the worker of edge does."""

from __future__ import annotations

from kit.worker import job

from vending.actions import asking, lock_ends, sweeps, triggers
from vending.actions.refunds import engine


@job(every=2.0)
def locks_expire() -> bool:
    """End locks whose time is over."""
    return lock_ends.lock_expire_next()


@job(every=1.0)
def dispenses_begin() -> bool:
    """Dispense what a webhook alone has told to be paid, when its trigger does not come."""
    return triggers.dispense_due_next()


@job(every=1.0)
def lapsed_ask() -> bool:
    """Ask the provider for payments of orders whose lock has ended."""
    return asking.sale_ask_next()


@job(every=1.0)
def refunds_send() -> bool:
    """Ask the provider for refunds that are due."""
    return engine.send_next()


@job(every=3600.0)
def events_prune() -> bool:
    """Remove events that nobody catches up with any more."""
    return sweeps.events_prune()


@job(every=3600.0)
def notices_prune() -> bool:
    """Remove notices that nobody looks for any more."""
    return sweeps.notices_prune()
