"""What customers say of a machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from vending.actions.locks import machine_lock_pk
from vending.actions.telling import event_log
from vending.limits import feedback_count
from vending.models import Feedback, Machine
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
    """Keep them all, or none, and tell operators. What a client says of a transaction again is what
    it has said first. Raises 404 for an unknown machine, 429 where an address has more than 20 of
    them a minute.
    """
    machines = {each.machine_id: machine_find(each.machine_id).pk for each in opinions}
    feedback_count(address, len(opinions))
    locked = {pk: machine_lock_pk(pk) for pk in sorted(machines.values())}
    return [_of(locked[machines[each.machine_id]], each) for each in opinions]


def _of(machine: Machine, opinion: Opinion) -> Feedback:
    if opinion.client_id and opinion.transaction_id:
        said = {"client_id": opinion.client_id, "transaction_id": opinion.transaction_id}
        first = Feedback.objects.filter(machine=machine, **said).order_by("pk").first()
        if first is not None:
            return first
    return _kept(machine, opinion)


def _kept(machine: Machine, opinion: Opinion) -> Feedback:
    """One of a locked machine, and its event."""
    feedback = Feedback.objects.create(
        machine=machine,
        client_id=opinion.client_id,
        transaction_id=opinion.transaction_id,
        rating=opinion.rating,
        comment=opinion.comment,
    )
    details: dict[str, Any] = {"feedback_id": feedback.pk, "rating": feedback.rating}
    if feedback.transaction_id:
        details["transaction_id"] = feedback.transaction_id
    event_log(machine, "feedback", details, client_id=feedback.client_id)
    return feedback
