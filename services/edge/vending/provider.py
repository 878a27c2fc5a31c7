"""What customers at a machine are told when the payment provider cannot be used."""

from __future__ import annotations

from contextlib import AbstractContextManager

from charges import provider
from charges.provider import is_configured

from vending import sale_refusals as refusals


def require_configured() -> None:
    """Raises 500 `Razorpay not configured` without a key or its secret."""
    if not is_configured():
        raise refusals.not_configured()


def provider_needed() -> AbstractContextManager[None]:
    """Turn what goes wrong with a call of the provider into a 500; a forgery stays one."""
    return provider.provider_needed(
        not_configured=refusals.not_configured, down=refusals.provider_failed
    )
