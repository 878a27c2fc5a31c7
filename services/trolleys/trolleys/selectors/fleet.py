"""Many trolleys at once: lists of them, and the board of a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from kit.clock import Clock

from trolleys import life, refusals, wire
from trolleys.models import Session, Trolley
from trolleys.selectors import places, sessions, waiting
from trolleys.selectors.trolleys import trolley_row

# Whether a caller gets to know who has a trolley, by the trolley and the session on it.
Names = Callable[[Trolley, Session | None], bool]


def trolleys_all() -> QuerySet[Trolley]:
    """Trolleys with their devices, by id."""
    return Trolley.objects.select_related("device").order_by("trolley_id")


def trolley_find(trolley_id: str) -> Trolley:
    """The trolley of this name, any text; raises 404 `Trolley {id} not found`."""
    trolley = trolleys_all().filter(trolley_id=trolley_id).first()
    if trolley is None:
        raise refusals.trolley_not_found(trolley_id)
    return trolley


def trolleys_find(
    *, status: str | None, active: bool | None, location_id: int | None
) -> QuerySet[Trolley]:
    """The trolleys to which all that is given applies."""
    found = trolleys_all()
    if active is not None:
        found = found.filter(is_active=active)
    if location_id is not None:
        found = found.filter(location_id=location_id)
    return found if status is None else found.filter(_in_status(status))


def trolley_first_free() -> str | None:
    """The name of the first trolley that nobody has or has reserved, by id; None without one."""
    free = trolleys_find(status="available", active=None, location_id=None)
    return free.values_list("trolley_id", flat=True).first()


def _in_status(status: str) -> Q:
    """As wire.trolleys shows it: who has a trolley goes before everything else."""
    held = Q(Exists(Session.objects.filter(life.alive(), trolley=OuterRef("pk"))))
    active, reserved = Q(is_active=True), Q(reserved_until__gt=Clock())
    return {
        "in_use": held,
        "inactive": ~held & ~active,
        "reserved": ~held & active & reserved,
        "available": ~held & active & ~(Q(reserved_until__isnull=False) & reserved),
    }[status]


def sessions_on(trolleys: Iterable[Trolley]) -> dict[int, Session]:
    """The living sessions on these trolleys, by trolley, as rows of `sessions_shown`. One query."""
    found = sessions.sessions_shown().filter(life.alive(), trolley__in=list(trolleys))
    return {session.trolley_id: session for session in found}


def trolleys_shown(trolleys: list[Trolley], names: Names) -> list[dict[str, Any]]:
    """How answers show these trolleys, with what their places have to say of themselves."""
    holders = sessions_on(trolleys)
    known = places.places_shown(each.location_id for each in trolleys)
    return [
        {
            **wire.trolleys.trolley_object(each, session, names=names(each, session)),
            "cash": place.cash,
            "page_text": place.page_text,
        }
        for each in trolleys
        for session in [holders.get(each.pk)]
        for place in [known[each.location_id]]
    ]


def board(location_id: int) -> dict[str, Any]:
    """`{"location_id","trolleys","waiting"}` of a place, as its staff see it."""
    trolleys = list(trolleys_all().filter(location_id=location_id))
    holders = sessions_on(trolleys)
    return {
        "location_id": location_id,
        "trolleys": [trolley_row(each, holders.get(each.pk)) for each in trolleys],
        "waiting": waiting.waiting(location_id=location_id),
    }
