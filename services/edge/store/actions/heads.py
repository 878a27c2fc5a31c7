"""How many people are inside by somebody who counts heads, beside those who came in by a code."""

from __future__ import annotations

from django.db import transaction

from store import states
from store.actions.alerts import alert_raise
from store.actions.locking import store_lock
from store.selectors.visits import visits_open


@transaction.atomic
def heads_counted(*, count: int) -> int:
    """Compare a count of heads with the visits that are open; returns how many these are. More
    heads are an alert, which stays until staff have looked: somebody came in behind somebody else,
    and whatever they take is billed to whoever let them in.
    """
    store_lock()  # nobody comes or goes meanwhile
    inside = visits_open().count()
    if count > inside:
        alert_raise(states.HEAD_COUNT)
    return inside
