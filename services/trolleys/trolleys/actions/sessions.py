"""What becomes of a session: signs of life, its expiry, its end, its restoration.

All but `session_sign` run in the transaction of their caller, which has locked the trolley and the
session (actions.locks).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from charges import states as payment_states
from django.conf import settings
from django.db.models import F
from django.db.models.functions import Greatest
from kit.clock import Clock
from kit.errors import ApiError

from trolleys import hot, life, states
from trolleys.actions.commands import lock_order
from trolleys.actions.telling import board_tell, session_tell, trolley_tell
from trolleys.models import Cart, CartLine, Payment, Session, Trolley
from trolleys.selectors.sessions import session_over
from trolleys.wire.values import utc


def session_sign(session_id: uuid.UUID) -> Session:
    """A sign of life: the session lives on from now. Raises 404 for an unknown one, and the 400s of
    those that are over. One statement for a session that lives.
    """
    session = session_seen(session_id)
    if session is None:
        raise session_over(session_id)
    return session


def session_seen(session_id: uuid.UUID) -> Session | None:
    """The same of a session in any state; None, and nothing happens, if it does not live."""
    return hot.session_row_signed(session_id)


@contextmanager
def sign_if_refused(session_id: uuid.UUID | None) -> Iterator[None]:
    """What is refused is a sign of life of this session all the same: the one that was given went
    with the transaction that is undone.
    """
    try:
        yield
    except ApiError:
        if session_id is not None:
            session_seen(session_id)
        raise


def session_busy(session: Session, *, until: datetime | None) -> None:
    """A payment was opened, or staff are waited for, and so the session lives at least until then;
    with None that is over, and its life begins anew.
    """
    session_change(session, **life.busy(until))
    trolley_tell(session.trolley)


def session_release(
    session: Session,
    *,
    by: str,
    receipt_id: uuid.UUID | None = None,
    answer: dict[str, Any] | None = None,
) -> None:
    """End a session for good, `by` one of states.ENDERS; `answer` is what `end` answers from now
    on. The trolley is free and locked, unless the session had lost it before, by running out.
    """
    holds, waits = session.state == states.ACTIVE, is_waited_for(session)
    end = {"ended_at": Clock(), "ended_by": by, "end_answer": answer}
    session_change(session, state=states.ENDED, busy_until=None, help_since=None, **end)
    if holds:
        trolley_free(session)
    receipt = None if receipt_id is None else str(receipt_id)
    session_tell(session, "session.ended", {"reason": by, "receipt_id": receipt})
    _left_tell(session, holds=holds, waits=waits)


def session_expire(session: Session) -> None:
    """Write down that a session has run out: its trolley is free and locked, its cart is kept."""
    waits = is_waited_for(session)
    end = {"ended_at": F("alive_until"), "ended_by": states.BY_EXPIRY, "busy_until": None}
    session_change(session, state=states.EXPIRED, help_since=None, **end)
    trolley_free(session)
    restorable_until = session.alive_until + settings.RESTORABLE_FOR
    session_tell(session, "session.expired", {"restorable_until": utc(restorable_until)})
    _left_tell(session, holds=True, waits=waits)


def session_change(session: Session, **columns: Any) -> None:
    """Write these columns, which may be expressions, and read back what they have become."""
    Session.objects.filter(pk=session.pk).update(**columns)
    session.refresh_from_db(fields=list(columns))


def trolley_free(session: Session) -> None:
    """The session leaves its trolley, which is to lock itself and remembers its last sign."""
    seen = Greatest(F("heard_at"), session.heard_at)
    Trolley.objects.filter(pk=session.trolley_id).update(heard_at=seen)
    session.trolley.refresh_from_db(fields=["heard_at"])
    lock_order(session.trolley, locked=True)


def is_waited_for(session: Session) -> bool:
    """Whether staff see somebody of this session waiting."""
    if session.help_since or session.check_state in (states.CHECK_WAITING, states.CHECK_MISSED):
        return True
    lines = CartLine.objects.filter(cart__session=session, approval=states.WAITING)
    cash = Payment.objects.filter(
        session=session, provider=states.CASH, status=payment_states.CREATED
    )
    return lines.exists() or cash.exists()


def lock_tell(session: Session, *, locked: bool) -> None:
    """The phone hears that its trolley locks or unlocks itself."""
    data = {"trolley_id": session.trolley.trolley_id, "is_locked": locked}
    session_tell(session, "trolley.lock_changed", data)


def _left_tell(session: Session, *, holds: bool, waits: bool) -> None:
    """What follows the end of a session: its lock, the trolley's row, nobody who waits."""
    if holds:
        lock_tell(session, locked=True)
        trolley_tell(session.trolley)
    if waits:
        nobody = {
            "session_id": str(session.session_id),
            "cart_id": Cart.objects.values_list("pk", flat=True).get(session=session),
            "waiting": [],
        }
        board_tell(session.location_id, "waiting.changed", nobody)
