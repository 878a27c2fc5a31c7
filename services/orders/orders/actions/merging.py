"""Merging: two tables become one, with all that was ordered, chosen and called for."""

from __future__ import annotations

from collections.abc import Callable

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import F
from kit.errors import BadRequest, Forbidden, NotFound

from orders import selectors, states
from orders.actions.moved import orders_tell
from orders.actions.sessions import session_end
from orders.events import recorder
from orders.models import CartLine, Order, OrderSession, Phone

# Called with the emptied session, the other one, and by how much the numbers of its phones go up:
# what other apps of the service keep of a session goes along.
followers: list[Callable[..., None]] = []


def session_merge(*, code: str, into: str) -> None:
    """Have all of a session be part of another open one of the place; again: the same. The emptied
    one is closed, and its phones are phones of the other, whose numbers go on.

    Raises 404 `session_not_found`, 403 `incorrect_credentials` for sessions of two places, 400
    `erroneous_value` for one and the same, 400 `session_closed`, 400 `session_full` beyond what a
    session takes.
    """
    if code == into:
        raise BadRequest("erroneous_value")
    with transaction.atomic():
        found = {each.code: each for each in _both(code, into)}
        if len(found) < 2:
            raise NotFound("session_not_found")
        source, target = found[code], found[into]
        if source.location_id != target.location_id:
            raise Forbidden("incorrect_credentials")
        if source.merged_into_id == target.id:
            return
        if states.CLOSED in (source.state, target.state):
            raise BadRequest("session_closed")
        if source.order_count + target.order_count > settings.MAX_ORDERS_PER_SESSION:
            raise BadRequest("session_full")
        _merge(source, target)


def _both(code: str, into: str) -> list[OrderSession]:
    sessions = OrderSession.objects.select_for_update(no_key=True)
    return list(sessions.filter(code__in=[code, into]).order_by("id"))


def _merge(source: OrderSession, target: OrderSession) -> None:
    """Move everything, tell it in the target, then end the source."""
    phones, batches = target.phone_count, target.batch
    orders = list(source.orders.order_by("id"))
    lines = list(source.cart.order_by("id").values_list("id", flat=True))
    target.phone_count += source.phone_count
    target.batch += source.batch
    target.order_count += source.order_count
    target.save(update_fields=["phone_count", "batch", "order_count"])
    renumbered = {"session": target, "guest_id": F("guest_id") + phones}
    Order.objects.filter(session=source).update(**renumbered, batch=F("batch") + batches)
    CartLine.objects.filter(session=source).update(**renumbered)
    Phone.objects.filter(session=source).update(session=target, number=F("number") + phones)
    orders_tell(target, orders=orders)
    for line_id in lines:
        recorder.record(target, "line.added", selectors.line_json(line_id))
    _move_calls(source, target)
    for follow in followers:
        follow(source, target=target, phones=phones)
    _end(source, target)


def _move_calls(source: OrderSession, target: OrderSession) -> None:
    """Calls go along, and what was answered last of each kind; a table that calls for the same
    twice calls once.
    """
    open_kinds = list(target.calls.filter(answered_at=None).values_list("kind", flat=True))
    source.calls.filter(answered_at=None, kind__in=open_kinds).delete()
    moved = list(source.calls.values_list("id", flat=True))
    source.calls.update(session=target)
    answered = target.calls.exclude(answered_at=None).order_by("kind", "-id").distinct("kind")
    last = set(answered.values_list("id", flat=True))
    for call in target.calls.filter(id__in=moved).order_by("id"):
        if call.answered_at is None or call.id in last:
            kind = "call.made" if call.answered_at is None else "call.answered"
            recorder.record(target, kind, selectors.call_json(call.id))


def _end(source: OrderSession, target: OrderSession) -> None:
    merged = orjson.dumps({"code": source.code, "into": target.code})
    for session in (target, source):
        recorder.record(session, "session.merged", merged)
    source.merged_into, source.order_count = target, 0
    source.save(update_fields=["order_count"])
    session_end(source)
