"""Whether a session lives: one expression, for scan, read, cart, socket, worker and admin.

By the clock of the database at the moment of the statement, not of its transaction: who has waited
for a lock meets the session as it is then.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from kit.clock import Clock

from trolleys import states

#: The same in a statement of our own, whose sessions are called `session`.
ALIVE_SQL = "session.state = 'active' AND session.alive_until > clock_timestamp()"


#: The columns that a sign of life changes, with the parameter `life` for `lifetime()`.
SIGN_SQL = (
    "heard_at = clock_timestamp(),"
    " alive_until = greatest(clock_timestamp(), busy_until) + %(life)s::interval"
)


def lifetime() -> str:
    """SESSION_LIFE for a statement of our own."""
    return f"{settings.SESSION_LIFE.total_seconds()} seconds"


def alive(prefix: str = "") -> Q:
    """The sessions that live; `prefix` leads to them, as `session__`."""
    return Q(**{f"{prefix}state": states.ACTIVE, f"{prefix}alive_until__gt": Clock()})


def overdue() -> Q:
    """Those that have run out and are still written down as active."""
    return Q(state=states.ACTIVE, alive_until__lte=Clock())


def restorable() -> Q:
    """Those that have run out lately: their carts are kept for whoever had them."""
    kept_since = Clock() - Value(settings.RESTORABLE_FOR)
    over = Q(state__in=(states.ACTIVE, states.EXPIRED), alive_until__lte=Clock())
    return over & Q(alive_until__gt=kept_since)


def ending(within: Any) -> Q:
    """Those that will have run out within this time, and have not been warned of it."""
    warned = Q(warned_of__isnull=False, warned_of=F("alive_until"))
    return alive() & Q(alive_until__lte=Clock() + Value(within)) & ~warned


def sign() -> dict[str, Any]:
    """The columns that a sign of life changes, for an `update` of living sessions."""
    end = Greatest(Clock(), F("busy_until"))
    return {"heard_at": Clock(), "alive_until": end + Value(settings.SESSION_LIFE)}


def busy(until: Any) -> dict[str, Any]:
    """The columns that change when a payment is opened or staff are waited for, until then; with
    None when that is over, and the session's life begins anew.
    """
    end = Clock() if until is None else Greatest(Clock(), Value(until))
    return {
        "busy_until": until,
        "heard_at": Clock(),
        "alive_until": end + Value(settings.SESSION_LIFE),
    }
