"""Machines as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from devices.keys import possible
from django.db.models import Q
from kit.clock import Clock

from vending import refusals, states
from vending.models import Machine, Sale
from vending.selectors.sales import sale_latest, sales_shown
from vending.selectors.standings import standing_of, standings
from vending.wire.machines import fleet_row, machine_row, public_status


def holding() -> Q:
    """Sales whose units are spoken for: those that nobody has confirmed, and before a dispense
    those whose lock has not ended by the clock.
    """
    kept = Q(state__in=states.BEFORE_DISPENSE, kept_until__gt=Clock())
    return kept | Q(state__in=states.UNCONFIRMED)


def machine_find(machine_id: str) -> Machine:
    """The machine of this name with its device; raises 404 `Machine not found`."""
    named = Machine.objects.select_related("device").filter(machine_id=machine_id)
    machine = named.first() if possible(machine_id) else None
    if machine is None:
        raise refusals.machine_not_found()
    return machine


def machine_rows(machine_id: str | None = None) -> list[dict[str, Any]]:
    """All machines for anybody, by their names; or the one of this name, if there is one."""
    machines = Machine.objects.select_related("device").order_by("machine_id")
    if machine_id is not None:
        machines = machines.filter(machine_id=machine_id)
    return [machine_row(each) for each in standings(list(machines))]


def machine_shown(machine: Machine) -> dict[str, Any]:
    """One machine for anybody."""
    return machine_row(standing_of(machine))


def status_shown(machine: Machine, client_id: str) -> dict[str, Any]:
    """A machine as this client sees it, its own latest transaction there with it."""
    sale = sale_latest(machine, client_id) if client_id else None
    return public_status(standing_of(machine), client_id, sale)


def fleet_rows(machines: Sequence[Machine] | None = None) -> list[dict[str, Any]]:
    """Machines for operators with their open sales: these, or all of them by their names."""
    if machines is None:
        machines = list(Machine.objects.select_related("device").order_by("machine_id"))
    found = standings(machines)
    open_ones: dict[int, list[Sale]] = {}
    busy = [each.machine.pk for each in found if each.held]
    if busy:
        for sale in sales_shown().filter(holding(), machine__in=busy).order_by("pk"):
            open_ones.setdefault(sale.machine_id, []).append(sale)
    return [fleet_row(each, open_ones.get(each.machine.pk, ())) for each in found]
