"""Money that arrives. Verify, webhook and asking lead here, whichever comes first; a payment id of
the provider's counts once, ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from kit.clock import clock_now
from kit.inserts import row_insert
from kit.steps import step

from vending import sale_refusals as refusals
from vending import states
from vending.actions.lock_ends import lock_live
from vending.actions.locks import machine_lock_pk
from vending.actions.refunds import refund_add
from vending.actions.sales import sale_again, sale_change, sale_flag, sale_move, step_add
from vending.actions.telling import event_log, sale_tell
from vending.models import Received, Sale, SaleOrder

TRIGGER_AWAITED = timedelta(seconds=15)  # after a payment of which a webhook alone has told


@dataclass(frozen=True, slots=True)
class Money:
    """A payment of the provider's. The amount is in the currency's minor unit; None where a
    signature was all we saw: then it is the order's.
    """

    payment_id: str
    amount: int | None = None
    currency: str = ""


def money_receive(*, order: SaleOrder, money: Money, proven: bool = False) -> None:
    """Credit money to the sale of its order, or send it back whole; the same money again changes
    nothing. `proven`: the customer's own browser brings it, and will trigger the dispense.

    Raises 409 `Payment already used` for money that has come for another order.
    """
    with transaction.atomic():
        machine = machine_lock_pk(order.sale.machine_id)
        lock_live(machine)
        sale = sale_again(machine, order.sale)
        if _is_new(sale, order, money):
            _money_book(sale, order, money)
        if proven:
            _sale_prove(sale, money)
    step("money received")


def _is_new(sale: Sale, order: SaleOrder, money: Money) -> bool:
    """Write the money down, unless it has come before."""
    row = Received(
        provider_payment_id=money.payment_id,
        sale=sale,
        order=order,
        amount=money.amount,
        currency=money.currency,
    )
    if row_insert(row):
        return True
    if not order.received.filter(provider_payment_id=money.payment_id).exists():
        raise refusals.payment_used()
    return False


def _money_book(sale: Sale, order: SaleOrder, money: Money) -> None:
    """What becomes of new money."""
    amount = order.amount if money.amount is None else money.amount
    step_add(sale, "money", payment_id=money.payment_id, amount=amount)
    if sale.state == states.ORDERED and sale.kept_until <= clock_now():
        sale_move(sale, to=states.LAPSED)  # its lock goes on only for another dispense
    right = _is_right(order, money)
    if right and sale.state == states.ORDERED and _is_for(sale, order):
        _sale_credit(sale, money)
    else:
        _send_back(sale, money, amount, reason=_reason(sale, order, right=right))
    sale_tell(sale)


def _is_right(order: SaleOrder, money: Money) -> bool:
    """Whether this is what the order asked for."""
    known = money.amount is not None
    return not known or (money.amount, money.currency) == (order.amount, order.currency)


def _is_for(sale: Sale, order: SaleOrder) -> bool:
    """Whether an order, be it replaced, is for what the sale is for now."""
    asked = (order.quantity, order.amount, order.currency)
    return asked == (sale.quantity, sale.amount, sale.currency)


def _sale_credit(sale: Sale, money: Money) -> None:
    """A sale is paid. Nobody may have told its customer: it waits a while for the trigger."""
    now = clock_now()
    sale_move(
        sale,
        to=states.PAID,
        provider_payment_id=money.payment_id,
        paid_at=now,
        dispense_at=now + TRIGGER_AWAITED,
    )


def _sale_prove(sale: Sale, money: Money) -> None:
    """Its customer knows that a sale is paid, and triggers the dispense."""
    if sale.proven or sale.state != states.PAID:
        return
    if sale.provider_payment_id == money.payment_id:
        sale_change(sale, proven=True, dispense_at=None)


def _reason(sale: Sale, order: SaleOrder, *, right: bool) -> str:
    """Why money goes back that cannot be credited."""
    if not right:
        return states.WRONG_AMOUNT
    if sale.provider_payment_id is not None:
        return states.SURPLUS
    return states.WRONG_AMOUNT if sale.state == states.ORDERED else states.LATE


def _send_back(sale: Sale, money: Money, amount: int, *, reason: str) -> None:
    refund_add(sale, amount=amount, reason=reason, provider_payment_id=money.payment_id)
    if sale.state in (states.LAPSED, states.REFUNDED):
        sale_move(sale, to=states.REFUND_DUE, why=reason)
    if reason == states.WRONG_AMOUNT:
        details = {"amount": amount, "currency": money.currency or sale.currency}
        sale_flag(sale, states.FLAG_AMOUNT, **details)
        shown = {"transaction_id": sale.transaction_id, **details}
        event_log(sale.machine, "wrong_amount", shown, client_id=sale.client_id)
