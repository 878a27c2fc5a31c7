"""What Razorpay's webhooks say, once their signature has been checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payments import reading
from payments.events import (
    Authorised,
    Captured,
    Event,
    Failed,
    Ignored,
    Paid,
    PaymentEvent,
    RefundEvent,
    RefundFailed,
    RefundProcessed,
)

PAYMENT_EVENTS: Mapping[str, type[PaymentEvent]] = {
    "payment.captured": Captured,
    "order.paid": Paid,
    "payment.authorized": Authorised,
    "payment.failed": Failed,
}
REFUND_EVENTS: Mapping[str, type[RefundEvent]] = {
    "refund.processed": RefundProcessed,
    "refund.failed": RefundFailed,
}


def read(body: bytes, event_id: str) -> Event:
    """The event in a body that the provider has signed; whatever is not one of ours is Ignored."""
    try:
        webhook = reading.json_object(body)
        name = webhook.get("event")
        if not isinstance(name, str) or name not in {*PAYMENT_EVENTS, *REFUND_EVENTS}:
            return Ignored(event_id, "another event")
        payload = reading.members(webhook.get("payload"))
        if name in PAYMENT_EVENTS:
            return _payment(name, _entity(payload, "payment"), event_id)
        return _refund(name, _entity(payload, "refund"), event_id)
    except ValueError:
        return Ignored(event_id, "not readable")


def _entity(payload: Mapping[str, Any], name: str) -> dict[str, Any]:
    return reading.members(reading.members(payload.get(name)).get("entity"))


def _payment(name: str, entity: Mapping[str, Any], event_id: str) -> Event:
    if entity.get("order_id") is None:
        return Ignored(event_id, "no order")
    event: Event = PAYMENT_EVENTS[name](  # type: ignore[assignment]  # the table holds ours only
        event_id=event_id,
        order_id=reading.identifier(entity["order_id"]),
        payment_id=reading.identifier(entity.get("id")),
        amount_minor=reading.minor(entity.get("amount")),
        currency=reading.currency(entity.get("currency")),
    )
    return event


def _refund(name: str, entity: Mapping[str, Any], event_id: str) -> Event:
    event: Event = REFUND_EVENTS[name](  # type: ignore[assignment]  # the table holds ours only
        event_id=event_id,
        refund_id=reading.identifier(entity.get("id")),
        payment_id=reading.identifier(entity.get("payment_id")),
        amount_minor=reading.minor(entity.get("amount")),
        currency=reading.currency(entity.get("currency")),
    )
    return event
