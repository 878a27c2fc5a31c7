"""A payment that is being opened: it is written before stock is held and the provider is asked,
so that whatever dies on the way is given back.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from charges import states as payment_states
from charges.sweeps import OPENING_LIFE
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kit.clock import Clock

from trolleys import ledger, states
from trolleys.actions.audits import Author, audit_add, audit_row
from trolleys.actions.cart_telling import cart_tell
from trolleys.actions.payments import (
    hold_give_back,
    payment_keep,
    payment_lock,
)
from trolleys.models import Cart, CartLine, Payment
from trolleys.selectors.carts import beside_known, cart_lines
from trolleys.wire.payments import amount_text

HELD_LONGER = timedelta(seconds=60)  # than the payment: money of the last second finds its goods
LONGEST_HOLD = 3600  # seconds that products takes


def opening_begin(
    *, cart: Cart, lines: list[CartLine], provider: str, key: str | None, location_id: int
) -> Payment:
    """Write down that a locked cart is being paid; it is frozen from now on."""
    session = cart.session
    payment = Payment.objects.create(
        cart=cart,
        session=session,
        location_id=location_id,
        user_id=session.user_id if session is not None else cart.user_id,
        user_name=session.user_name if session is not None else cart.user_name,
        amount=sum((_total(line) for line in lines), Decimal(0)),
        currency=settings.CURRENCY,
        provider=provider,
        checkout_key=key,
        lines=[_sold_line(line) for line in lines],
        expires_at=timezone.now() + settings.PAYMENT_LIFE,
    )
    payment_keep(payment, until=timezone.now() + OPENING_LIFE)
    return payment


def stock_hold(payment: Payment) -> list[ledger.Shortage]:
    """Put the goods of a payment aside, all or none; what is short is returned. Raises 503."""
    seconds = int((settings.PAYMENT_LIFE + HELD_LONGER).total_seconds())
    units = [(line["product_id"], line["quantity"]) for line in payment.lines]
    key = str(payment.payment_id)
    return ledger.units_hold(key=key, units=units, seconds=min(seconds, LONGEST_HOLD))


@transaction.atomic
def opening_remove(*, payment: Payment, held: bool) -> None:
    """Nothing was changed by a checkout that was refused; `held` when stock may be."""
    payment = payment_lock(payment.pk)
    if payment.status == payment_states.OPENING:
        if held:
            hold_give_back(payment_id=payment.payment_id)
        Payment.objects.filter(pk=payment.pk).delete()
        payment_keep(payment)


def lines_saved_remove(*, cart: Cart, by: Author) -> None:
    """Take what was saved for later (lines of 0) out of a locked cart, which its own payment has
    frozen.
    """
    lines = cart_lines(cart)
    beside = beside_known(cart, lines)
    saved = [line for line in lines if line.quantity == 0]
    CartLine.objects.filter(pk__in=[line.pk for line in saved]).delete()
    removal = {"quantity": 0}
    audit_add(cart, [audit_row(cart, states.REMOVE, removal, by=by, line=line) for line in saved])
    for line in saved:
        lines.remove(line)
        cart_tell(cart, "remove", line, lines, beside)


def opening_is_over(payment: Payment) -> bool:
    """Whether the process that was opening a payment must have died."""
    dead = Payment.objects.filter(pk=payment.pk, created_at__lte=Clock() - OPENING_LIFE)
    return dead.exists()


def _total(line: CartLine) -> Decimal:
    return Decimal(line.price_at_addition) * line.quantity


def _sold_line(line: CartLine) -> dict[str, Any]:
    """A line of the receipt."""
    return {
        "product_id": line.product_id,
        "name": line.name,
        "quantity": line.quantity,
        "unit_price": amount_text(line.price_at_addition, settings.CURRENCY),
        "total_price": amount_text(_total(line), settings.CURRENCY),
    }
