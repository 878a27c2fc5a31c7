"""What listeners are told of a change, in its transaction.

A visit's stream is counted before the board's; nothing is locked after the board.
"""

from __future__ import annotations

from typing import Any

import orjson

from store import events
from store.models import Alert, Machine, Store, Ticket, Visit
from store.selectors.tickets import ticket_heads
from store.selectors.visits import visit_rows
from store.states import THE_STORE
from store.wire.alerts import alert_object
from store.wire.machines import status_object
from store.wire.visits import cart_object


def cart_tell(visit: Visit) -> None:
    """What a visit holds has changed: its visitor sees the cart, the board the whole visit."""
    lines = visit.cart.order_by("pk")
    events.visit_recorder.record(visit, "cart.changed", orjson.dumps(cart_object(visit.pk, lines)))
    _board_tell("visit.changed", visit_rows([visit])[0])


def visit_tell(visit: Visit, *, kind: str = "visit.changed") -> None:
    """A visit has changed; for the board it may be `visit.opened` or `visit.closed`."""
    shown = visit_rows([visit])[0]
    events.visit_recorder.record(visit, "visit.changed", orjson.dumps(shown))
    _board_tell(kind, shown)


def receipt_tell(visit: Visit) -> None:
    """What a visit costs, has paid or gets back has changed."""
    shown = visit_rows([visit])[0]
    if shown["receipt"] is not None:
        payload = orjson.dumps(shown["receipt"])
        events.visit_recorder.record(visit, "receipt.changed", payload)
    events.visit_recorder.record(visit, "visit.changed", orjson.dumps(shown))
    _board_tell("visit.changed", shown)


def mode_tell(store: Store) -> None:
    """The store has another mode."""
    _board_tell("mode.changed", {"mode": store.mode})


def ticket_tell(ticket: Ticket) -> None:
    """A ticket is new or has changed."""
    _board_tell("ticket.changed", ticket_heads([ticket])[0])


def machine_tell(machine: Machine) -> None:
    """A machine is there, is late or is not, or one of its scales shows nonsense."""
    _board_tell("machine.changed", status_object(machine))


def alert_tell(alert: Alert) -> None:
    """There is something that staff should look at, or it is over."""
    _board_tell("alert.raised", alert_object(alert))


def _board_tell(kind: str, data: Any) -> None:
    """Record an event of the board; the first one makes its stream."""
    store, payload = Store(pk=THE_STORE), orjson.dumps(data)
    try:
        events.board_recorder.record(store, kind, payload)
    except LookupError:
        Store.objects.bulk_create([Store()], ignore_conflicts=True)
        events.board_recorder.record(store, kind, payload)
