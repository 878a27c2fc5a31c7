"""The store at a glance, as its board begins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kit.clock import clock_now

from store import states
from store.models import Machine, Store, Ticket
from store.selectors.tickets import ticket_heads
from store.selectors.visits import inside_now, visit_rows, visits_open
from store.wire.machines import status_object

LONGEST_QUEUE = 200  # tickets: the rest comes up as these are done


def store_find() -> Store:
    """The store as it is; one in which nothing has happened yet has no row."""
    store = Store.objects.filter(pk=states.THE_STORE).first()
    return store or Store(epoch="", mode_since=clock_now())


def mode_now() -> tuple[str, datetime, int]:
    """The mode, since when, and how many people are inside; before the first change since now."""
    store = store_find()
    return store.mode, store.mode_since, visits_open().count()


def queue_find() -> list[Ticket]:
    """Tickets that wait for a reviewer or are with one, the dearest first."""
    waiting = (states.TO_BE_REVIEWED, states.UNDER_REVIEW, states.CONTESTED)
    tickets = Ticket.objects.filter(status__in=waiting).select_related("visit")
    return list(tickets.order_by("-at_risk", "end_time", "number")[:LONGEST_QUEUE])


def board_shown(store: Store) -> dict[str, Any]:
    """`{"mode","inside":[visits],"queue":[tickets],"machines":[status]}`."""
    machines = Machine.objects.filter(retired_at=None).order_by("machine_id")
    return {
        "mode": store.mode,
        "inside": visit_rows(inside_now()),
        "queue": ticket_heads(queue_find()),
        "machines": [status_object(machine) for machine in machines],
    }
