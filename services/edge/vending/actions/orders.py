"""Orders: what a customer wants to pay for. The units are kept before the provider is asked for
its order, and are free at once when it makes none.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from charges.provider import provider
from django.conf import settings
from django.db import transaction
from kit.errors import ApiError
from kit.inserts import row_insert
from kit.steps import step
from payments import Checkout, Order

from vending import refusals, states
from vending import sale_refusals as sale_refused
from vending.actions.locks import machine_lock, machine_lock_pk
from vending.actions.owning import lock_owned
from vending.actions.sales import sale_again, sale_change, sale_move, step_add
from vending.actions.sending import dispense_frame, fits
from vending.actions.telling import machine_tell, sale_tell
from vending.models import Machine, Sale, SaleOrder
from vending.provider import provider_needed, require_configured
from vending.selectors.stock import units_available


@dataclass(frozen=True, slots=True)
class Wish:
    """What a browser asks for: an amount (minor units), a number of units, or both."""

    machine_id: str
    client_id: str
    transaction_id: str
    amount: int | None
    quantity: int | None


@dataclass(frozen=True, slots=True)
class Opened:
    """An order that can be paid. `quantity` and `unit_price` are of its sale."""

    order: Order
    checkout: Checkout | None
    quantity: int
    unit_price: int


def order_open(*, wish: Wish) -> Opened:
    """Have the provider make an order for a transaction; another one for the same transaction
    replaces it, as long as it is unpaid. The units are kept until the lock ends.

    Raises, in this order: 400 without an amount or a transaction, client and machine; 500
    `Razorpay not configured`; 404 `Machine not found`; 409 for a transaction that is paid or
    somebody else's; 409 and 403 without the client's own lock; 400 for an amount that is not price
    × quantity; 409 when fewer units are available, or the machine is out of service; 500 when the
    provider makes no order.
    """
    _require_complete(wish)
    order = _order_keep(wish)
    step("order kept")
    try:
        with provider_needed():
            made = _order_make(order)
            checkout = provider().checkout(made)
    except ApiError:
        _order_give_up(order)
        raise
    step("order made")
    sale = _order_store(order, made)
    step("order stored")
    if sale.state != states.ORDERED:
        lapsed = sale.state == states.LAPSED
        raise refusals.no_active_lock() if lapsed else sale_refused.transaction_processed()
    return Opened(made, checkout, order.quantity, order.amount // order.quantity)


def _require_complete(wish: Wish) -> None:
    if not wish.amount and wish.quantity is None:
        raise sale_refused.amount_required()
    require_configured()
    if not (wish.transaction_id and wish.client_id and wish.machine_id):
        raise sale_refused.metadata_required()


@transaction.atomic
def _order_keep(wish: Wish) -> SaleOrder:
    """Write down what is ordered, which keeps its units."""
    machine = machine_lock(wish.machine_id)
    sale = _unpaid(machine, wish)
    lock = lock_owned(machine, wish.client_id)
    quantity = _quantity(wish, machine.unit_price)
    if not fits(dispense_frame(wish.transaction_id, quantity)):
        raise sale_refused.transaction_id_too_long()
    if quantity > units_available(machine, beside=sale):
        raise sale_refused.stock_insufficient()
    if not machine.in_service:
        raise refusals.machine_not_available()
    sale = _sale_order(machine, sale, wish, quantity, lock.expires_at)
    sale.orders.filter(is_current=True).update(is_current=False)
    order = SaleOrder.objects.create(
        sale=sale, quantity=quantity, amount=sale.amount, currency=sale.currency
    )
    _tell(sale)
    return order


def _unpaid(machine: Machine, wish: Wish) -> Sale | None:
    """The sale of this transaction, if it was ordered before."""
    sale = Sale.objects.filter(transaction_id=wish.transaction_id).first()
    if sale is None:
        return None
    own = sale.machine_id == machine.pk and sale.client_id == wish.client_id
    if not own or sale.state not in states.UNPAID:
        raise sale_refused.transaction_processed()
    sale.machine = machine
    return sale


def _quantity(wish: Wish, price: int) -> int:
    """How many units are asked for."""
    quantity = wish.quantity
    if quantity is None:
        quantity = (wish.amount or 0) // price
    if quantity < 1:
        raise sale_refused.quantity_not_positive()
    if wish.amount is not None and wish.amount != quantity * price:
        raise sale_refused.amount_wrong()
    return quantity


def _sale_order(
    machine: Machine, sale: Sale | None, wish: Wish, quantity: int, until: datetime
) -> Sale:
    """The sale with what is ordered now; a new one, if there is none."""
    values: dict[str, Any] = {
        "quantity": quantity,
        "unit_price": machine.unit_price,
        "amount": quantity * machine.unit_price,
        "currency": settings.VENDING_CURRENCY,
        "kept_until": until,
    }
    if sale is None:
        return _sale_create(machine, wish, values)
    if sale.state == states.LAPSED:
        sale_move(sale, to=states.ORDERED, asked_at=None, asked_last=False, **values)
    else:
        sale_change(sale, **values)
        step_add(sale, "ordered", quantity=quantity, amount=sale.amount)
    return sale


def _sale_create(machine: Machine, wish: Wish, values: dict[str, Any]) -> Sale:
    sale = Sale(
        transaction_id=wish.transaction_id,
        uid=uuid.uuid5(uuid.NAMESPACE_URL, wish.transaction_id),
        machine=machine,
        client_id=wish.client_id,
        **values,
    )
    if not row_insert(sale):  # by somebody at another machine, in this moment
        raise sale_refused.transaction_processed()
    step_add(sale, "ordered", quantity=sale.quantity, amount=sale.amount)
    return sale


def _order_make(order: SaleOrder) -> Order:
    sale = order.sale
    return provider().create_order(
        amount_minor=order.amount,
        currency=order.currency,
        receipt=str(sale.uid),
        notes={
            "transaction_id": sale.transaction_id,
            "machine_id": sale.machine.machine_id,
        },
    )


@transaction.atomic
def _order_store(order: SaleOrder, made: Order) -> Sale:
    """Keep the provider's id, by which its money is known; be it that a newer order has replaced
    this one, or that the lock has ended meanwhile. Returns the sale as it is now.
    """
    sale = sale_again(machine_lock_pk(order.sale.machine_id), order.sale)
    SaleOrder.objects.filter(pk=order.pk).update(provider_order_id=made.id)
    step_add(sale, "order_made", order_id=made.id)
    sale_tell(sale)
    return sale


@transaction.atomic
def _order_give_up(order: SaleOrder) -> None:
    """The provider has made no order: the units are free, unless a newer order keeps them."""
    sale = sale_again(machine_lock_pk(order.sale.machine_id), order.sale)
    current = sale.orders.filter(pk=order.pk, is_current=True).exists()
    if sale.state == states.ORDERED and current:
        sale_move(sale, to=states.LAPSED, why="no_order")
        _tell(sale)


def _tell(sale: Sale) -> None:
    """A sale has changed, and with it what can be ordered."""
    sale_tell(sale)
    machine_tell(sale.machine)
