"""Four vending machines around a square, with their keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from demo.api import Api
from demo.keys import keys_read, keys_write


@dataclass(frozen=True)
class Machine:
    """A vending machine as it is set up; `price` in paise, `stock` in units, where it stands in
    degrees.
    """

    machine_id: str
    name: str
    location: str
    price: int
    stock: int
    latitude: float
    longitude: float

    @property
    def place(self) -> dict[str, float]:
        return {"latitude": self.latitude, "longitude": self.longitude}


#: Around Oranienplatz in Berlin, a few minutes from the café of the demo.
MACHINES = (
    Machine("M001", "Water and juice", "Oranienplatz, bus stop", 100, 24, 52.50205, 13.4169),
    Machine("M002", "Coffee in cans", "Oranienplatz, at the fountain", 180, 30, 52.50135, 13.4163),
    Machine("M003", "Nuts and bars", "Luisenstadt garden, south gate", 120, 12, 52.5003, 13.4153),
    Machine("M004", "Sandwiches", "Oranienstraße 25, hallway", 350, 4, 52.5031, 13.4182),
)


def seed(operator: Api, keys: Path) -> None:
    """Make what is missing, where a machine stands too; what is there keeps its name, its price and
    its stock. `keys` is the file for the machines that are played.
    """
    known = {row["machine_id"]: row for row in operator.rows("/api/machines/near")}
    found = keys_read(keys)
    for machine in MACHINES:
        if machine.machine_id in known and known[machine.machine_id]["latitude"] is None:
            operator.bare("PATCH", f"/api/machine/{machine.machine_id}", dict(machine.place))
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
    operator.bare("PATCH", place, {**shown, **machine.place})
    operator.make(f"{place}/update-stock", {"stock": machine.stock})
    return str(made["api_key"])
