"""Reads of sessions and what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from kit.alike import folded
from kit.cache import Cache
from kit.errors import BadRequest, NotFound

from orders import states
from orders.models import CartLine, OrderSession, Phone

MERGES = 20  # one after the other
KEY_LENGTH = 43  # letters of a phone's key: 32 random bytes
KEY_LIFETIME = timedelta(hours=12)  # after the session was closed


@dataclass(frozen=True, slots=True)
class Fixed:
    """What never changes of a session."""

    location_id: int
    asks_word: bool


_fixed: Cache[str, Fixed] = Cache(20_000)


def session_fixed(code: str) -> Fixed:
    """What never changes of a session, and is remembered; raises 404 `session_not_found`."""

    def read() -> Fixed:
        sessions = OrderSession.objects.filter(code=code)
        row = sessions.values_list("location_id", "word").first()
        if row is None:
            raise NotFound("session_not_found")
        return Fixed(row[0], asks_word=row[1] != "")

    return _fixed.get_or_make(code, read)


def session_location(code: str) -> int:
    """The location of a session; raises 404 `session_not_found`."""
    return session_fixed(code).location_id


def session_led_to(code: str) -> str | None:
    """The session into which this one was merged within the last twelve hours, and the one into
    which that was; None where orders of this code go nowhere else.
    """
    since, found = timezone.now() - KEY_LIFETIME, code
    for _ in range(MERGES):
        merged = OrderSession.objects.filter(code=found, closed_at__gt=since)
        into = merged.values_list("merged_into__code", flat=True).first()
        if into is None:
            break
        found = into
    return None if found == code else found


def session_name(code: str) -> str:
    """What the session is called, as a rule its table; raises 404 `session_not_found`."""
    name = OrderSession.objects.filter(code=code).values_list("name", flat=True).first()
    if name is None:
        raise NotFound("session_not_found")
    return name


def session_word(code: str) -> str:
    """The word of an open sitting that phones are asked for; "" where they are not. Raises 404
    `session_not_found`, 400 `session_closed`.
    """
    row = OrderSession.objects.filter(code=code).values_list("state", "word").first()
    if row is None:
        raise NotFound("session_not_found")
    if row[0] == states.CLOSED:
        raise BadRequest("session_closed")
    return row[1]


def session_state(code: str) -> str:
    """`OPEN` or `CLOSED`; raises 404 `session_not_found`."""
    state = OrderSession.objects.filter(code=code).values_list("state", flat=True).first()
    if state is None:
        raise NotFound("session_not_found")
    return state


def order_location(order_id: int) -> int:
    """The location of an order; raises 404 `order_not_found`."""
    return _location(OrderSession.objects.filter(orders=order_id), "order_not_found")


def call_location(call_id: int) -> int:
    """The location of a call; raises 404 `call_not_found`."""
    return _location(OrderSession.objects.filter(calls=call_id), "call_not_found")


def cart_lines(code: str, line_ids: Collection[int] | None) -> list[CartLine]:
    """The lines in a session's cart, oldest first; None for `line_ids` means all of them."""
    lines = CartLine.objects.filter(session__code=code).order_by("id")
    return list(lines if line_ids is None else lines.filter(id__in=line_ids))


def require_room(code: str, orders: int = 0, limit: int = 2**31) -> None:
    """Raise 400 `session_closed`, or 400 `session_full` where so many more orders are too many:
    asked before anything is done for an order that the session refuses in the end.
    """
    sessions = OrderSession.objects.filter(code=code)
    found = sessions.values_list("state", "order_count").first()
    if found is None:
        raise NotFound("session_not_found")
    state, count = found
    if state == states.CLOSED:
        raise BadRequest("session_closed")
    if count + orders > limit:
        raise BadRequest("session_full")


def open_name_taken(location_id: int, name: str, *, but: int | None = None) -> bool:
    """Whether an open session of the location, other than `but`, has a name that looks like this
    one: asked before a code is used up.
    """
    sessions = OrderSession.objects.filter(location_id=location_id, state=states.OPEN)
    others = sessions if but is None else sessions.exclude(pk=but)
    return folded(name) in map(folded, others.values_list("name", flat=True))


def phone_number(code: str, key: str) -> int | None:
    """The number of the phone in this session that has this key, until 12 hours after the session
    was closed; None for any other text.
    """
    if len(key) != KEY_LENGTH:
        return None
    closed = Q(session__closed_at=None) | Q(session__closed_at__gt=timezone.now() - KEY_LIFETIME)
    phones = Phone.objects.filter(closed, session__code=code, key_hash=key_hash(key))
    return phones.values_list("number", flat=True).first()


def key_hash(key: str) -> bytes:
    """What we store of a phone's key, which is random and needs no salt."""
    return hashlib.sha256(key.encode()).digest()


def session_first_open(location_id: int) -> str | None:
    """The code of the location's table that has been open longest; none when all are closed."""
    tables = OrderSession.objects.filter(location_id=location_id, state=states.OPEN)
    codes = tables.order_by("id")
    return codes.values_list("code", flat=True).first()


def _location(sessions: QuerySet[OrderSession], reason: str) -> int:
    location_id = sessions.values_list("location_id", flat=True).first()
    if location_id is None:
        raise NotFound(reason)
    return location_id
