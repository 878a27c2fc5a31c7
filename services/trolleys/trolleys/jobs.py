"""What the worker of trolleys does."""

from __future__ import annotations

from kit.worker import job

from trolleys import codes
from trolleys.actions import catalogue_changes, charging, refunds, reservations, sweeps

# Sessions


@job(every=0.5)
def sessions_expire() -> bool:
    """Free the trolleys of sessions that have run out."""
    return sweeps.sessions_expire()


@job(every=0.5)
def sessions_warn() -> bool:
    """Tell phones that their session is about to run out."""
    return sweeps.sessions_warn()


@job(every=5.0)
def codes_stock() -> bool:
    """Keep codes for sessions to come."""
    return codes.codes_stock()


@job(every=3600.0)
def events_prune() -> bool:
    """Remove events that nobody catches up with any more."""
    return sweeps.events_prune()


# Payments


@job(every=1.0)
def openings_end() -> bool:
    """Give up checkouts that died on the way."""
    return charging.sweeps.abandon_next()


@job(every=1.0)
def payments_expire() -> bool:
    """End payments whose time is over; the provider is asked once before."""
    return charging.sweeps.expire_next()


@job(every=1.0)
def refunds_send() -> bool:
    """Ask the provider for refunds that are due."""
    return refunds.engine.send_next()


# Trolleys


@job(every=1.0)
def reservations_lapse() -> bool:
    """Tell boards of reservations that are over."""
    return reservations.reservations_lapse()


# Carts


@job(every=1.0)
def catalogue_follow() -> None:
    """Tell whose carts hold a product that its price, its availability or its age has changed."""
    catalogue_changes.follower.follow()
