"""Reads of sessions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from charges import states as payment_states
from django.db.models import (
    Case,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from kit.errors import ApiError

from trolleys import life, refusals, states, wire
from trolleys.models import CartLine, Payment, Session, Trolley
from trolleys.wire.sessions import Contents

# A payment that nobody has begun to pay, or that came to nothing, is not the session's.
SHOWN_PAYMENTS = (
    payment_states.CREATED,
    payment_states.PAID,
    payment_states.REFUND_DUE,
    payment_states.REFUNDED,
)


def sessions_shown() -> QuerySet[Session]:
    """Sessions with trolley, device, and what `contents_of` takes out of their rows."""
    payments = Payment.objects.filter(session=OuterRef("pk"), status__in=SHOWN_PAYMENTS)
    latest = payments.order_by("-id")
    return Session.objects.select_related("trolley__device").annotate(
        is_alive=Case(When(life.alive(), then=True), default=False),
        units=_over_lines(F("quantity"), IntegerField()),
        subtotal=_over_lines(F("quantity") * F("price_at_addition"), DecimalField()),
        shown_payment=Subquery(latest.values("payment_id")[:1]),
        shown_receipt=Subquery(latest.values("receipt__receipt_id")[:1]),
    )


def contents_of(row: Any) -> Contents:
    """What a row of `sessions_shown` shows beside its columns."""
    return Contents(row.is_alive, row.units, row.subtotal, row.shown_payment, row.shown_receipt)


def session_object(session: Session) -> dict[str, Any]:
    """The session as the database has it now."""
    row = session_shown(session)
    return wire.sessions.session_object(row, contents_of(row))


def session_objects(rows: Iterable[Session]) -> list[dict[str, Any]]:
    """The objects of rows of `sessions_shown`."""
    return [wire.sessions.session_object(row, contents_of(row)) for row in rows]


def session_shown(session: Session) -> Session:
    """The session as the database has it now, as a row of `sessions_shown`."""
    return sessions_shown().get(pk=session.pk)


def session_begun(session: Any) -> Session:
    """A session of this moment as a row of `sessions_shown`, without asking: nothing is in its
    cart.
    """
    session.is_alive, session.units, session.subtotal = True, 0, Decimal(0)
    session.shown_payment = session.shown_receipt = None
    return session  # type: ignore[no-any-return]


def scan_object(row: Session, *, is_new: bool, message: str) -> dict[str, Any]:
    """What the scan of a trolley is answered, of a row of `sessions_shown`."""
    return wire.sessions.scan_object(row, contents_of(row), is_new=is_new, message=message)


def session_find(session_id: uuid.UUID) -> Session:
    """The session, as a row of `sessions_shown`; raises 404 `Session not found`."""
    row = sessions_shown().filter(session_id=session_id).first()
    if row is None:
        raise refusals.session_not_found()
    return row


def session_code(session_id: uuid.UUID) -> str:
    """The name of a session's stream; raises 404 `Session not found`."""
    code = Session.objects.filter(session_id=session_id).values_list("code", flat=True).first()
    if code is None:
        raise refusals.session_not_found()
    return code


def session_id_of(code: str) -> uuid.UUID:
    """Whose stream has this name; raises 404 `Session not found`."""
    named = Session.objects.filter(code=code).values_list("session_id", flat=True)
    known = None if "\0" in code else named.first()
    if known is None:
        raise refusals.session_not_found()
    return known


def session_over(session_id: uuid.UUID) -> ApiError:
    """Why a session does not live: 404 `Session not found`, or one of the 400s of those that are
    over.
    """
    state = Session.objects.filter(session_id=session_id).values_list("state", flat=True).first()
    if state is None:
        return refusals.session_not_found()
    return refusals.session_ended() if state == states.ENDED else refusals.session_expired()


def session_on(trolley: Trolley) -> Session | None:
    """The living session on a trolley, as a row of `sessions_shown`."""
    return sessions_shown().filter(life.alive(), trolley=trolley).first()


def sessions_of(user_id: int) -> QuerySet[Session]:
    """The living sessions of a user, newest first."""
    return sessions_shown().filter(life.alive(), user_id=user_id).order_by("-id")


def payment_followed(session: Session) -> Payment | None:
    """The latest payment of a session, for who follows it; one that the provider has not been told
    of yet is nobody's business.
    """
    payments = Payment.objects.filter(session=session).exclude(status=payment_states.OPENING)
    whole = payments.select_related("receipt").prefetch_related("refunds")
    return whole.order_by("-id").first()


def _over_lines(amount: Combinable, output: Any) -> Combinable:
    """The sum of something over the lines of the session's cart."""
    lines = CartLine.objects.filter(cart__session=OuterRef("pk")).order_by()
    total = lines.values("cart__session").values(total=Sum(amount, output_field=output))
    return Coalesce(Subquery(total), Value(0), output_field=output)
