"""What guests may order at a place now, and how long they wait for it, as pages show it."""

from __future__ import annotations

from typing import Any

from kit.cache import Cache
from kit.clock import iso
from kit.prepared import Prepared

from orders import offers, states
from orders.hours import Phase
from orders.models import PlaceSettings

FEWEST = 5  # orders of an hour that say how long one waits
ROUNDED = 5  # minutes

# From the place to its tables, from these to what was ordered there within the hour and to the
# first time that each was carried out: an index leads each step.
WAIT = Prepared(
    "place_wait",
    """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY waited.seconds)
FROM (SELECT extract(epoch FROM min(change.created_at) - placed.created_at) AS seconds
      FROM orders_ordersession session
      JOIN orders_order placed ON placed.session_id = session.id
      JOIN orders_orderchange change ON change.order_id = placed.id
      WHERE session.location_id = %(location_id)s::bigint
        AND (session.state = 'OPEN'
             OR session.state = 'CLOSED' AND session.closed_at > now() - interval '1 hour')
        AND placed.created_at > now() - interval '1 hour'
        AND placed.state <> 'cancelled' AND change.became = %(step)s::text
      GROUP BY placed.id) waited
""",
)
_waits: Cache[int, int | None] = Cache(20_000, seconds=30)


def place_offer(location_id: int) -> dict[str, Any]:
    """What may be ordered now, and what changes when by itself."""
    now, offer = offers.now(), offers.offer_anew(location_id)
    standing, paused = offer.at(now), offer.pause_at(now)
    return {
        "now": iso(now),
        "timezone": offer.zone.key,
        "pause": None if paused is None else {"until": iso(paused), "words": offer.words},
        "place": _shown(standing.place),
        "kitchen": {**_shown(standing.kitchen), "categories": list(offer.kitchen_categories)},
        "menus": [
            {**menu.stored, **_shown(phase)}
            for menu, phase in zip(offer.menus, standing.menus, strict=True)
        ],
        "wait": place_wait(location_id) if offer.tells_wait else None,
    }


def place_wait(location_id: int) -> int | None:
    """How many minutes guests have waited within the last hour, most of them: the median from
    ordering to the step of the place at which it is carried to them, in steps of five; None while
    fewer than five orders say it. At most half a minute old.
    """
    return _waits.get_or_make(location_id, lambda: _wait(location_id))


def _wait(location_id: int) -> int | None:
    steps = PlaceSettings.objects.filter(pk=location_id).values_list("steps", flat=True).first()
    is_carried = steps is None or states.READY in steps
    step = states.READY if is_carried else states.SERVED
    row = WAIT.row({"location_id": location_id, "step": step})
    orders, seconds = row or (0, None)
    if orders < FEWEST:
        return None
    return max(ROUNDED, round(float(seconds) / 60 / ROUNDED) * ROUNDED)


def _shown(phase: Phase) -> dict[str, Any]:
    return {"is_on": phase.is_on, "changes": iso(phase.changes)}
