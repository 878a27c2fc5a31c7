"""How many units of a machine are spoken for."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from vending import states
from vending.models import Machine, Sale
from vending.selectors.machines import holding


def units_available(machine: Machine, *, beside: Sale | None = None) -> int:
    """Units of a locked machine that can be ordered; those of the sale `beside` count as free."""
    held = Sale.objects.filter(holding(), machine=machine)
    if beside is not None:
        held = held.exclude(pk=beside.pk)
    return max(0, machine.current_stock - _units(held))


def units_inside(machine: Machine) -> int:
    """Units that a locked machine can dispense: a dispense of which nobody has said what came out
    may have taken its own.
    """
    unsure = Sale.objects.filter(machine=machine, state__in=states.UNCONFIRMED)
    return max(0, machine.current_stock - _units(unsure))


def _units(sales: QuerySet[Sale]) -> int:
    units: int | None = sales.aggregate(sum=Sum("quantity"))["sum"]
    return units or 0
