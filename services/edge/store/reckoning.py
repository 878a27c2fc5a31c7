"""How a visit's receipt stands, in whole minor units: what was paid, what goes back, what is due.

Pure functions: they know neither clock nor database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Credit:
    """A payment that was credited. `back` is what goes back of it, `by_hand` the part of that which
    somebody gave back in the provider's dashboard, and nobody asks for again.
    """

    payment: int  # its primary key
    amount: int
    back: int = 0
    by_hand: int = 0

    @property
    def left(self) -> int:
        return self.amount - self.back


@dataclass(frozen=True, slots=True)
class Standing:
    """Credits in the order in which they came; `promised` is an authorised deposit."""

    credits: Sequence[Credit] = ()
    promised: int = 0

    @property
    def paid(self) -> int:
        """What was paid and does not go back."""
        return sum(credit.left for credit in self.credits)

    def due(self, total: int) -> int:
        """What a receipt of this total leaves to be paid."""
        waived = sum(credit.by_hand for credit in self.credits)
        return max(0, total - self.promised - self.paid - waived)

    def too_much(self, total: int) -> dict[int, int]:
        """What has to go back, by payment, the latest first; nothing without an excess."""
        excess, parts = self.paid - total, dict[int, int]()
        for credit in reversed(self.credits):
            part = min(excess, credit.left)
            if part > 0:
                parts[credit.payment] = part
                excess -= part
        return parts


@dataclass(frozen=True, slots=True)
class Billed:
    """Units of a product at one price."""

    product_id: int
    name: str
    quantity: int
    unit_price: int


def total_of(lines: Iterable[Billed]) -> int:
    return sum(line.quantity * line.unit_price for line in lines)


def units_of(lines: Iterable[Billed]) -> dict[int, int]:
    """Units by product."""
    units: dict[int, int] = {}
    for line in lines:
        units[line.product_id] = units.get(line.product_id, 0) + line.quantity
    return units


def moved(now: Mapping[int, int], told: Mapping[int, int]) -> dict[int, int]:
    """By how many units of each product the ledger is behind: above 0 were sold since, below 0
    came back.
    """
    products = sorted({*now, *told})
    behind = {each: now.get(each, 0) - told.get(each, 0) for each in products}
    return {product: units for product, units in behind.items() if units}
