"""What the worker of trolleys does."""

from __future__ import annotations

from kit.worker import job

from trolleys.actions import expiry, refunds

# Payments


@job(every=1.0)
def openings_end() -> bool:
    """Give up checkouts that died on the way."""
    return expiry.opening_end_next()


@job(every=1.0)
def payments_expire() -> bool:
    """End payments whose time is over; the provider is asked once before."""
    return expiry.payment_expire_next()


@job(every=1.0)
def refunds_send() -> bool:
    """Ask the provider for refunds that are due."""
    return refunds.refund_send_next()
