"""Who acts on what a provider's webhook says. An account has one webhook, and a service may have
several parts that are paid by it: each event is offered to all of them.
"""

from __future__ import annotations

from collections.abc import Callable

from payments.events import Event, PaymentEvent, RefundEvent

_of_payments: list[Callable[[PaymentEvent], bool]] = []
_of_refunds: list[Callable[[RefundEvent], bool]] = []


def take_payments(take: Callable[[PaymentEvent], bool]) -> None:
    """Offer events of payments to this; it returns whether one was its own to act on."""
    _of_payments.append(take)


def take_refunds(take: Callable[[RefundEvent], bool]) -> None:
    """The same with events of refunds."""
    _of_refunds.append(take)


def event_take(event: Event) -> bool:
    """Offer an event to all that take its kind; whether it was anybody's."""
    if isinstance(event, PaymentEvent):
        taken = [take(event) for take in _of_payments]
    elif isinstance(event, RefundEvent):
        taken = [take(event) for take in _of_refunds]
    else:
        taken = []
    return any(taken)
