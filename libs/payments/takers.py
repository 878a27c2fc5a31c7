"""Who acts on what a provider's webhook says. An account has one webhook, and a service may have
several parts that are paid by it: each event is offered to all of them.
"""

from __future__ import annotations

from collections.abc import Callable

from payments.events import Event

Taker = Callable[[Event], bool]

_takers: list[Taker] = []


def taker(take: Taker) -> Taker:
    """Decorate what does as an event says and returns whether that was its own to act on."""
    _takers.append(take)
    return take


def event_take(event: Event) -> bool:
    """Offer an event to each; whether it was anybody's."""
    taken = [take(event) for take in _takers]
    return any(taken)
