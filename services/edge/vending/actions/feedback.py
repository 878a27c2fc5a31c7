"""What customers say of a machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from vending.limits import feedback_count
from vending.models import Feedback
from vending.selectors.machines import machine_find


@dataclass(frozen=True, slots=True)
class Opinion:
    """A rating of 1 to 5 for a machine, and perhaps words of at most 500 characters."""

    machine_id: str
    rating: int
    comment: str | None
    client_id: str = ""
    transaction_id: str = ""


@transaction.atomic
def feedback_add(opinions: Sequence[Opinion], *, address: str) -> list[Feedback]:
    """Keep them all, or none. Raises 404 for an unknown machine, 429 where an address has more than
    20 of them a minute.
    """
    machines = {each.machine_id: machine_find(each.machine_id) for each in opinions}
    feedback_count(address, len(opinions))
    return [
        Feedback.objects.create(
            machine=machines[each.machine_id],
            client_id=each.client_id,
            transaction_id=each.transaction_id,
            rating=each.rating,
            comment=each.comment,
        )
        for each in opinions
    ]
