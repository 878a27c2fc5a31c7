"""Staff take a trolley away from whoever has it."""

from __future__ import annotations

import uuid

from charges import states as payment_states
from django.db import transaction

from trolleys import life, refusals, states
from trolleys.actions.cancelling import payment_cancel
from trolleys.actions.locks import open_session, trolley_lock
from trolleys.actions.reservations import reservation_clear
from trolleys.actions.sessions import session_release
from trolleys.models import Payment, Session, StaffDecision, Trolley

UNASSIGN = "unassign"


@transaction.atomic
def trolley_unassign(
    *, trolley_id: str, user_id: int, user_name: str, only: uuid.UUID | str | None = None
) -> uuid.UUID | None:
    """End the session on a trolley, cancel its open payment and clear a reservation; phone, board
    and trolley hear of it. Returns the session's id, None when there was a reservation only.

    With `only` nothing is done unless that session still has the trolley. Raises 404, and 409
    `Trolley is not in use` when there is nothing to release.
    """
    trolley = trolley_lock(trolley_id)
    session = _holder(trolley)
    if only is not None and (session is None or str(session.session_id) != str(only)):
        raise refusals.trolley_not_in_use()
    reserved = reservation_clear(trolley)
    if session is None and not reserved:
        raise refusals.trolley_not_in_use()
    StaffDecision.objects.create(
        kind=UNASSIGN,
        session=session,
        user_id=user_id,
        user_name=user_name,
        details={"trolley_id": trolley_id},
    )
    if session is None:
        return None
    _payment_give_up(session)
    session_release(session, by=states.BY_STAFF)
    return session.session_id


def _payment_give_up(session: Session) -> None:
    """Cancel the session's open payment; one that is paid is settled all the same."""
    open_ones = Payment.objects.filter(session=session, status__in=payment_states.OPEN)
    for payment in open_ones:
        payment_cancel(payment=payment)


def _holder(trolley: Trolley) -> Session | None:
    """The living session on a locked trolley, locked; one that has run out is the worker's."""
    session = open_session(trolley)
    if session is None or not Session.objects.filter(life.alive(), pk=session.pk).exists():
        return None
    session.trolley = trolley
    return session
