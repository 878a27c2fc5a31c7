"""A machine with scales, and what lies on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Reading = dict[str, Any]  # the body of a heartbeat


@dataclass
class Shelf:
    """A scale: units of a product at `grams` each, and `other` grams of whatever else is on it."""

    product_id: int
    grams: int
    units: int
    other: int = 0
    full: int = 0  # units after a refill

    def __post_init__(self) -> None:
        self.full = self.full or self.units

    @property
    def weight(self) -> int:
        return self.units * self.grams + self.other


@dataclass
class Rack:
    """A machine; `shelves` by the numbers of their scales. Nothing is sent here: `reading` is what
    it would say now.
    """

    machine_id: str
    shelves: dict[str, Shelf]
    seq: int = 0
    _bounds: dict[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, scale_id: str, units: int = 1) -> int:
        """Somebody takes so many units, or what is left of them; how many."""
        taken = min(units, self.shelves[scale_id].units)
        self._change(scale_id, units=-taken)
        return taken

    def put_back(self, scale_id: str, units: int = 1) -> None:
        """Somebody puts units back where they belong."""
        self._change(scale_id, units=units)

    def put_other(self, scale_id: str, grams: int) -> None:
        """Something else is put there, a product of another shelf or dust; below 0 it is taken."""
        self._change(scale_id, other=grams)

    def clear(self) -> None:
        """What does not belong on its shelves is taken off them."""
        for scale_id, shelf in self.shelves.items():
            self.put_other(scale_id, -shelf.other)

    def fill(self) -> None:
        """Its shelves are filled."""
        for scale_id, shelf in self.shelves.items():
            self.put_back(scale_id, shelf.full - shelf.units)

    def switch_off_and_on(self) -> None:
        """Its number begins anew."""
        self.seq = 0

    def reading(self, at: datetime | None = None) -> Reading:
        """The body of a heartbeat of now, or of a moment."""
        self.seq += 1
        rows = [
            [scale_id, *map(kilograms, self._bounds_of(scale_id)), kilograms(shelf.weight)]
            for scale_id, shelf in self.shelves.items()
        ]
        self._bounds.clear()
        moment = at or datetime.now(UTC)
        return {"scales": rows, "seq": self.seq, "time": moment.isoformat()}

    def _change(self, scale_id: str, *, units: int = 0, other: int = 0) -> None:
        shelf = self.shelves[scale_id]
        self._note(scale_id)
        shelf.units += units
        shelf.other += other
        self._note(scale_id)

    def _note(self, scale_id: str) -> None:
        least, greatest = self._bounds_of(scale_id)
        weight = self.shelves[scale_id].weight
        self._bounds[scale_id] = (min(least, weight), max(greatest, weight))

    def _bounds_of(self, scale_id: str) -> tuple[int, int]:
        weight = self.shelves[scale_id].weight
        return self._bounds.get(scale_id, (weight, weight))


def kilograms(grams: int) -> str:
    """As machines in the field write it: three decimals."""
    return f"{grams / 1000:.3f}"
