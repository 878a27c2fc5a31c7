"""Units that leave a machine."""

from __future__ import annotations

from vending.actions.notices import stock_fallen
from vending.models import Machine


def stock_take(machine: Machine, units: int, /) -> int:
    """Take so many units out of the stock of a locked machine; how many of them it did not have.
    Operators are told when it becomes low. The caller tells listeners.
    """
    before = machine.current_stock
    machine.current_stock = max(0, before - units)
    machine.save(update_fields=["current_stock"])
    stock_fallen(machine, before=before)
    return max(0, units - before)
