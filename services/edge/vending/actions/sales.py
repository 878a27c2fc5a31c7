"""The moves of a sale, whose machine is locked. Each is a row of its ledger."""

from __future__ import annotations

from typing import Any

from kit.clock import Clock

from vending import states
from vending.models import Machine, Sale, SaleStep


def sale_again(machine: Machine, sale: Sale, /) -> Sale:
    """A sale of a locked machine, as it is now."""
    fresh = Sale.objects.get(pk=sale.pk)
    fresh.machine = machine
    return fresh


def sale_move(sale: Sale, *, to: str, step: str = "", why: str = "", **values: Any) -> None:
    """Give a sale its next state, and other values with it; `step` names it in the ledger, by
    default the state. Raises ValueError for a move that states.SALE_MOVES does not have.
    """
    if not states.may_move(sale.state, to):
        raise ValueError(f"a sale that is {sale.state} does not become {to}")
    sale_change(sale, state=to, **values)
    step_add(sale, step or to, **({"why": why} if why else {}))


def sale_change(sale: Sale, **values: Any) -> None:
    """Set values of a sale. The caller tells listeners (`telling.sale_tell`)."""
    for name, value in {**values, "updated_at": Clock()}.items():
        setattr(sale, name, value)
    sale.save(update_fields=[*values, "updated_at"])
    sale.refresh_from_db(fields=["updated_at"])


def sale_flag(sale: Sale, flag: str, /, **details: Any) -> None:
    """Have operators look at a sale; the last flag stands at it, all of them in its ledger."""
    sale_change(sale, flag=flag)
    step_add(sale, "flagged", flag=flag, **details)


def step_add(sale: Sale, step: str, /, **details: Any) -> None:
    """Write a step of a sale into its ledger."""
    SaleStep.objects.create(sale=sale, step=step, details=details)
