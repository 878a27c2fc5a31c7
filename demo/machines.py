"""Four vending machines with their keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from demo.api import Api
from demo.keys import keys_read, keys_write


@dataclass(frozen=True)
class Machine:
    """A vending machine as it is set up; `price` in paise, `stock` in units."""

    machine_id: str
    name: str
    location: str
    price: int
    stock: int


MACHINES = (
    Machine("M001", "Lobby", "Ground floor, beside the lift", 100, 20),
    Machine("M002", "Canteen", "First floor, at the window", 150, 30),
    Machine("M003", "Workshop", "Yard, behind the gate", 100, 12),
    Machine("M004", "Platform", "Track 2, under the clock", 200, 6),
)


def seed(operator: Api, keys: Path) -> None:
    """Make what is missing; what is there keeps its name, its price and its stock. `keys` is the
    file for the machines that are played.
    """
    known = {row["machine_id"] for row in operator.rows("/api/machines")}
    found = keys_read(keys)
    for machine in MACHINES:
        if machine.machine_id not in known:
            found = {**found, machine.machine_id: _make(operator, machine)}
            keys_write(keys, found)
        elif machine.machine_id not in found:
            made = operator.make(f"/api/machine/{machine.machine_id}/keys", {})
            found = {**found, machine.machine_id: made["key"]}
            keys_write(keys, found)


def _make(operator: Api, machine: Machine) -> str:
    """The key of a machine that was registered, named and filled."""
    place = f"/api/machine/{machine.machine_id}"
    made = operator.make("/api/machine/register", {"machine_id": machine.machine_id})
    shown = {"name": machine.name, "location": machine.location, "unit_price_paise": machine.price}
    operator.bare("PATCH", place, shown)
    operator.make(f"{place}/update-stock", {"stock": machine.stock})
    return str(made["api_key"])
