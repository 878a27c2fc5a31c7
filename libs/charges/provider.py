"""The provider that a service is paid by, and what payers are told when it cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from kit.cache import per_process
from kit.errors import ApiError
from payments import Forged, Misconfigured, PaymentError, Provider, Razorpay

from charges import refusals


@per_process
def provider() -> Provider:
    """By the settings PAYMENTS and PUBLIC_URL."""
    return Razorpay.of(_payments(), public_url=settings.PUBLIC_URL)


def _payments() -> Mapping[str, str]:
    given: Mapping[str, str] = getattr(settings, "PAYMENTS", {})  # of services that are paid
    return given


def is_configured() -> bool:
    """Whether there is a key with its secret."""
    names = ("RAZORPAY_KEY_ID", "RAZORPAY_SECRET_KEY")
    return all(_payments().get(name) for name in names)


def require_configured() -> None:
    """Raises 503 `Payments are not configured` without a key or its secret."""
    if not is_configured():
        raise refusals.not_configured()


@contextmanager
def provider_needed(
    *,
    not_configured: Callable[[], ApiError] = refusals.not_configured,
    down: Callable[[], ApiError] = refusals.provider_down,
) -> Iterator[None]:
    """Turn what goes wrong with a call of the provider into these, by default a 503; a forgery
    stays one.
    """
    try:
        yield
    except Forged:
        raise
    except Misconfigured as wrong:
        raise not_configured() from wrong
    except PaymentError as failed:
        raise down() from failed
