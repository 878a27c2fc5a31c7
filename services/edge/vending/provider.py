"""The payment provider, and what customers are told when it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from kit.cache import per_process
from payments import Forged, Misconfigured, PaymentError, Provider, Razorpay

from vending import sale_refusals as refusals


@per_process
def provider() -> Provider:
    """The provider that this service is paid by."""
    return Razorpay.of(settings.PAYMENTS, public_url=settings.PUBLIC_URL)


def require_configured() -> None:
    """Raises 500 `Razorpay not configured` without a key or its secret."""
    names = ("RAZORPAY_KEY_ID", "RAZORPAY_SECRET_KEY")
    if not all(settings.PAYMENTS.get(name) for name in names):
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
