"""Who waits for staff, and until when a session lives because of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from charges import states as payment_states
from django.db.models import Q
from kit.errors import Unavailable

from trolleys import catalogue, life, names, states
from trolleys.models import Cart, CartLine, Payment, Session
from trolleys.models.columns import NO_PLACE
from trolleys.wire.carts import Beside, line_object
from trolleys.wire.waiting import AGE, CASH, CHECK, HELP, waiting_object

LONGEST = timedelta(minutes=15)  # that a session lives because staff are waited for
CHECKED = (states.CHECK_WAITING, states.CHECK_MISSED)
# A line of 0 is saved for later: nobody waits because of it.
WAITING_LINES = Q(approval=states.WAITING, quantity__gt=0)
CASH_PAYMENTS = Q(provider=states.CASH, status=payment_states.CREATED)


def waiting(*, location_id: int | None) -> list[dict[str, Any]]:
    """Who waits at a place, longest first; None is everywhere. Four queries; products is asked for
    the goods that wait, and while it is down they are shown as far as they are known.
    """
    carts = _concerned(_carts_at(location_id))
    lines = [line for cart in carts for line in _lines_waiting(cart)]
    with suppress(Unavailable):
        catalogue.products_seen(line.product_id for line in lines)
    names.sellers(line.seller_id for line in lines)
    return _shown(carts)


def waiting_of(cart: Cart) -> list[dict[str, Any]]:
    """What this cart, or its session, waits for; in a transaction, which asks nobody else."""
    return _shown(_concerned(Q(pk=cart.pk) & _live()))


def waits_until(session: Session) -> datetime | None:
    """Until when a session lives because a payment of it is open or staff are waited for; None when
    neither is so.
    """
    cart = Cart.objects.get(session=session)
    lines = CartLine.objects.filter(WAITING_LINES, cart=cart, waiting_since__isnull=False)
    since = [*lines.values_list("waiting_since", flat=True), session.help_since]
    if session.check_state in CHECKED:
        since.append(session.check_since)
    payments = Payment.objects.filter(cart=cart, status__in=payment_states.OPEN)
    ends = [
        *payments.values_list("expires_at", flat=True),
        *(begin + LONGEST for begin in since if begin is not None),
    ]
    return max(ends, default=None)


def _carts_at(location_id: int | None) -> Q:
    """Carts of living sessions of a place; those of users have none."""
    if location_id is None:
        return _live()
    if location_id == NO_PLACE:
        return _live() & (Q(session=None) | Q(session__location_id=NO_PLACE))
    return life.alive("session__") & Q(session__location_id=location_id)


def _live() -> Q:
    return life.alive("session__") | Q(session=None)


def _concerned(carts: Q) -> list[Cart]:
    """Those of these carts in which something waits, with their lines."""
    concerned = (
        Q(session__check_state__in=CHECKED)
        | Q(session__help_since__isnull=False)
        | Q(pk__in=CartLine.objects.filter(WAITING_LINES).values("cart"))
        | Q(pk__in=Payment.objects.filter(CASH_PAYMENTS).values("cart"))
    )
    found = Cart.objects.filter(carts, concerned).select_related("session__trolley")
    return list(found.prefetch_related("lines"))


def _shown(carts: list[Cart]) -> list[dict[str, Any]]:
    """What waits in these carts, longest first."""
    payments = Payment.objects.filter(CASH_PAYMENTS, cart__in=carts)
    paying = {payment.cart_id: payment for payment in payments}
    entries = [entry for cart in carts for entry in _entries(cart, paying.get(cart.pk))]
    return sorted(entries, key=lambda entry: entry["since"])


def _lines_waiting(cart: Cart) -> list[CartLine]:
    """The lines that wait for an approval, oldest first."""
    lines = sorted(cart.lines.all(), key=lambda line: line.pk)
    return [line for line in lines if line.approval == states.WAITING and line.quantity]


def _entries(cart: Cart, payment: Payment | None) -> Iterator[dict[str, Any]]:
    """Everything that one cart waits for."""
    session, lines = cart.session, cart.lines.all()
    sums: dict[str, Any] = {
        "units": sum(line.quantity for line in lines),
        "subtotal": sum((line.price_at_addition * line.quantity for line in lines), Decimal(0)),
    }
    for line in _lines_waiting(cart):
        since = line.waiting_since or line.created_at
        yield waiting_object(AGE, since, cart, session, line=_line_shown(cart, line), **sums)
    if session is not None and session.check_state in CHECKED and session.check_since:
        yield waiting_object(CHECK, session.check_since, cart, session, **sums)
    if session is not None and session.help_since:
        yield waiting_object(HELP, session.help_since, cart, session, **sums)
    if payment is not None:
        paying = payment.payment_id
        yield waiting_object(CASH, payment.created_at, cart, session, payment_id=paying, **sums)


def _line_shown(cart: Cart, line: CartLine) -> dict[str, Any]:
    """The line as carts show it, by what is known of its product."""
    products = catalogue.products_known([line.product_id])
    sellers = names.sellers_known([line.seller_id])
    return line_object(line, Beside(products, sellers, approved_age=cart.approved_age))
