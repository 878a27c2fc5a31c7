"""Machines by where they stand, and one with all that operators see of it."""

from __future__ import annotations

from typing import Any

from vending.distances import distance
from vending.models import Machine
from vending.selectors.machines import fleet_rows, machine_find
from vending.selectors.standings import standings
from vending.wire.machines import machine_row
from vending.wire.places import keys_object, place_object

Point = tuple[float, float]


def machines_near(point: Point | None) -> list[dict[str, Any]]:
    """All machines, the nearest to a point (latitude, longitude) first, those without a place
    last; without a point by their names.
    """
    machines = list(Machine.objects.select_related("device").order_by("machine_id"))
    metres = {machine.pk: _metres(machine, point) for machine in machines}
    machines.sort(key=lambda machine: (_order(metres[machine.pk]), machine.name))
    return [
        machine_row(each)
        | place_object(each.machine)
        | {"distance_m": _whole(metres[each.machine.pk])}
        for each in standings(machines)
    ]


def _metres(machine: Machine, point: Point | None) -> float | None:
    if point is None or machine.latitude is None or machine.longitude is None:
        return None
    return distance(*point, machine.latitude, machine.longitude)


def _order(metres: float | None) -> float:
    return float("inf") if metres is None else metres


def _whole(metres: float | None) -> int | None:
    return None if metres is None else round(metres)


def machine_opened(machine_id: str) -> dict[str, Any]:
    """A machine as operators see it: its row of the fleet, where it stands, its keys, the newest
    first. Raises 404 `Machine not found`.
    """
    machine = machine_find(machine_id)
    keys = machine.device.keys.order_by("-pk")
    return fleet_rows([machine])[0] | keys_object(machine, keys)
