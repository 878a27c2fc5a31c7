"""Webhooks of the provider: each event may come several times, in any order, and for orders that
are not ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from payments import Forged
from payments.takers import event_take

from charges import refusals
from charges.provider import provider


def webhook_take(*, body: bytes, headers: Mapping[str, str]) -> bool:
    """Do what a webhook says, of whatever part of the service; whether it was ours to act on.
    Raises 400 `Invalid signature`.

    What follows a credit is left to the worker: the provider waits for five seconds only.
    """
    try:
        event = provider().parse_webhook(body=body, headers=headers)
    except Forged:
        raise refusals.invalid_signature() from None
    return event_take(event)
