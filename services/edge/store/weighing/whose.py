"""Whose a change is: at most one visit's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from store import states


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody was inside from `entered_at` until just before `exited_at`; None: still is."""

    visit_id: UUID
    entered_at: datetime
    exited_at: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        return self.entered_at <= moment and (self.exited_at is None or moment < self.exited_at)


@dataclass(frozen=True, slots=True)
class Whose:
    """`visits` are all who can have done it: the one it belongs to, the candidates, or those who
    were inside while goods were put in order.
    """

    attribution: str
    visits: tuple[UUID, ...] = ()


def whose(mode: str, stays: Iterable[Stay], moment: datetime) -> Whose:
    """Whose a change of this moment is, in the mode of then. Staff inside count like customers."""
    inside = tuple(stay.visit_id for stay in stays if stay.covers(moment))
    if mode != states.CUSTOMER_MODE:
        return Whose(states.STOCK_MOVEMENT, inside)
    if not inside:
        return Whose(states.UNACCOUNTED)
    if len(inside) == 1:
        return Whose(states.ATTRIBUTED, inside)
    return Whose(states.CONTESTED_EVENT, inside)
