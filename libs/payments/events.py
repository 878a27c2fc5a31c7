"""What a webhook says, as one of a few types: `Event` is their union.

An event may come several times, and in any order. `event_id` is the same each time, but it is not
signed: it spares work, and nothing may be credited or refused by it alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """Of a payment of an order. The amount is an integer of the currency's minor unit."""

    event_id: str
    order_id: str
    payment_id: str
    amount_minor: int
    currency: str


class Captured(PaymentEvent):
    """The money is ours: `payment.captured`."""

    __slots__ = ()


class Paid(PaymentEvent):
    """The same, told of the order: `order.paid`."""

    __slots__ = ()


class Authorised(PaymentEvent):
    """Promised, not taken yet: `payment.authorized`."""

    __slots__ = ()


class Failed(PaymentEvent):
    """The attempt has failed: `payment.failed`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RefundEvent:
    """Of a refund. The amount is what goes back."""

    event_id: str
    refund_id: str
    payment_id: str
    amount_minor: int
    currency: str


class RefundProcessed(RefundEvent):
    """The money is on its way to the payer: `refund.processed`."""

    __slots__ = ()


class RefundFailed(RefundEvent):
    """It could not be given back: `refund.failed`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to act on. `why` is for logs: one of few words, none of them the sender's."""

    event_id: str
    why: str


Event = Captured | Paid | Authorised | Failed | RefundProcessed | RefundFailed | Ignored
