"""What customers at a machine are told when the payment provider cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from charges.provider import is_configured
from payments import Forged, Misconfigured, PaymentError

from vending import sale_refusals as refusals


def require_configured() -> None:
    """Raises 500 `Razorpay not configured` without a key or its secret."""
    if not is_configured():
        raise refusals.not_configured()


@contextmanager
def provider_needed() -> Iterator[None]:
    """Turn what goes wrong with a call of the provider into a 500; a forgery stays one."""
    try:
        yield
    except Forged:
        raise
    except Misconfigured as wrong:
        raise refusals.not_configured() from wrong
    except PaymentError as failed:
        raise refusals.provider_failed() from failed
