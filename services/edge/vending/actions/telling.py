"""What listeners are told of a change, in its transaction.

A machine's stream is counted before the fleet's; nothing is locked after the fleet. The events of
a machine are neutral: each of its listeners sees it as the client that it is (vending.streams).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from kit.clock import clock_now

from vending import events
from vending.models import Fleet, LoggedEvent, Machine, Sale
from vending.selectors.machines import fleet_rows
from vending.selectors.sales import sale_fresh
from vending.wire.desk import event_object
from vending.wire.sales import sale_object

VIEW = b'{"view":true}'


def machine_tell(machine: Machine) -> None:
    """A machine has changed: its price, its stock, whether it is there or in service."""
    _tell_view(machine, "machine.changed")


def lock_tell(machine: Machine) -> None:
    """A machine was locked, is being used, or is free."""
    _tell_view(machine, "lock.changed")


def _tell_view(machine: Machine, kind: str) -> None:
    events.machine_recorder.record(machine, kind, VIEW)
    _fleet_tell(kind, fleet_rows([machine])[0])


def sale_tell(sale: Sale) -> None:
    """A sale has changed: its customer and operators see it, everybody else only the number. A
    test is nobody's, whatever a client calls itself.
    """
    fresh = sale_fresh(sale)
    transaction = sale_object(fresh, clock_now())
    client_id = "" if fresh.is_test else fresh.client_id
    data = {"client_id": client_id, "transaction": transaction}
    events.machine_recorder.record(fresh.machine, "transaction.changed", orjson.dumps(data))
    _fleet_tell("transaction.changed", transaction)


def event_log(
    machine: Machine, type: str, payload: Mapping[str, Any], /, *, client_id: str = ""
) -> LoggedEvent:
    """Write down what has happened to a machine, and tell operators."""
    row = LoggedEvent.objects.create(
        machine=machine, type=type, payload=dict(payload), client_id=client_id
    )
    _fleet_tell("event.logged", event_object(row))
    return row


def _fleet_tell(kind: str, data: Any) -> None:
    """Record an event of the fleet; the first one makes its stream."""
    fleet, payload = Fleet(), orjson.dumps(data)
    try:
        events.fleet_recorder.record(fleet, kind, payload)
    except LookupError:
        Fleet.objects.bulk_create([Fleet()], ignore_conflicts=True)
        events.fleet_recorder.record(fleet, kind, payload)
