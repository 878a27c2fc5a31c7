"""Checkout: from a cart to a payment that waits for its money.

Its row is written first (trolleys.actions.opening), then the stock is held and the provider makes
an order. Whatever fails on the way changes nothing; what dies on the way the worker gives up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from charges import refusals as charge_refusals
from charges import states as payment_states
from charges.provider import require_configured
from charges.rows import payment_move
from django.db import transaction
from kit.errors import Unavailable
from kit.steps import step

from trolleys import payment_refusals as refusals
from trolleys import refusals as common
from trolleys import states
from trolleys.actions.audits import Author
from trolleys.actions.cart_locks import cart_lock, cart_place
from trolleys.actions.charging import charges, payment_free
from trolleys.actions.checks import check_draw
from trolleys.actions.locks import require_alive
from trolleys.actions.opening import (
    lines_saved_remove,
    opening_begin,
    opening_is_over,
    opening_remove,
    stock_hold,
)
from trolleys.actions.payments import payment_busy, payment_lock, payment_tell
from trolleys.actions.settle import payment_settle_soon
from trolleys.catalogue import products_seen
from trolleys.ledger import Shortage
from trolleys.models import Cart, CartLine, Payment, PlaceSettings
from trolleys.owners import Owner
from trolleys.selectors.carts import cart_issues, payment_freezing
from trolleys.standing import Products

TRIES = 3  # to meet a cart whose lines stay as they are while products is asked


@dataclass(frozen=True, slots=True)
class Checkout:
    """What is asked for: whose cart, by which provider, under which Idempotency-Key (None: under
    none), and from which address.
    """

    owner: Owner
    provider: str
    key: str | None
    ip: str | None


class _Found(Exception):
    """There is a payment already."""

    def __init__(self, payment: Payment) -> None:
        super().__init__()
        self.payment = payment


class _Earlier(_Found):
    """This key has made it."""


class _Dead(_Found):
    """The process that was opening it has died."""


def cart_checkout(*, asked: Checkout) -> tuple[Payment, bool]:
    """Make a payment of a cart, which is frozen from then on; whether it is a new one.

    The key of an earlier checkout gets that payment as it is now. Raises, in this order: 409
    `Checkout in progress` and `Payment in progress`, 400 `Cart is empty`, 409 `Cart has validation
    issues`, 409 `Spot check required`, and 503 when products or the provider does not answer. Then
    nothing has changed, and the key is free.
    """
    try:
        payment = _begun(asked)
    except _Earlier as earlier:
        return earlier.payment, False
    step("opening written")
    short = _held(payment)
    step("stock held")
    if short:
        opening_remove(payment=payment, held=False)
        raise refusals.CartIssues(_shortages(payment, short))
    order_id = _order_make(payment)
    opened = _opened(asked, payment, order_id)
    step("payment opened")
    return payment_settle_soon(payment=opened), True


def _order_make(payment: Payment) -> str | None:
    """The provider's order for a payment; None for cash, and where nothing costs anything. Raises
    503.
    """
    if payment.provider == states.CASH or payment.amount == 0:
        return None
    return charges.order_make(payment=payment)


def _cart(owner: Owner) -> Cart | None:
    """The owner's cart, in whatever state its session is."""
    if owner.session_id is not None:
        return Cart.objects.filter(session__session_id=owner.session_id).first()
    return Cart.objects.filter(user_id=owner.user_id).first()


def _require_new(asked: Checkout, cart: Cart | None) -> None:
    """Raises _Earlier when this key has made a payment; 409 while its first call runs, 422 for
    another provider.
    """
    if cart is None or asked.key is None:
        return
    payment = Payment.objects.filter(cart=cart, checkout_key=asked.key).first()
    if payment is None:
        return
    if payment.provider != asked.provider:
        raise refusals.key_reused()
    if payment.status != payment_states.OPENING:
        raise _Earlier(payment)
    raise _Dead(payment) if opening_is_over(payment) else charge_refusals.checkout_running()


def _begun(asked: Checkout) -> Payment:
    """The payment's row, once all that speaks against it has been looked at. Products is asked in
    between, without holding the cart: nobody pays by a copy of ours.
    """
    for _ in range(TRIES):
        try:
            _require_new(asked, _cart(asked.owner))
            with transaction.atomic():
                ids = {line.product_id for line in _payable(asked)[1]}
            payment = _begin(asked, products_seen(ids, anew=True), ids)
            if payment is not None:
                return payment
        except _Dead as dead:
            charges.abandon(payment=dead.payment)
    raise charge_refusals.checkout_running()


def _payable(asked: Checkout) -> tuple[Cart, list[CartLine]]:
    """The cart, locked, with the lines that are to be paid."""
    cart = cart_lock(asked.owner)
    _require_new(asked, cart)
    _require_no_payment(cart)
    lines = list(cart.lines.filter(quantity__gt=0).order_by("pk"))
    if not lines:
        raise refusals.cart_empty()
    _require_provider(asked.provider, cart_place(cart))
    return cart, lines


def _require_no_payment(cart: Cart) -> None:
    """Raises 409 `Payment in progress`; _Dead for one whose process has died."""
    payment = payment_freezing(cart.pk)
    if payment is None:
        return
    if payment.status == payment_states.OPENING and opening_is_over(payment):
        raise _Dead(payment)
    raise common.payment_in_progress(payment.payment_id)


def _require_provider(provider: str, location_id: int) -> None:
    """Raises 400 `Cash is not taken here`, 503 `Payments are not configured`."""
    if provider != states.CASH:
        require_configured()
    elif not PlaceSettings.objects.filter(pk=location_id, cash=True).exists():
        raise refusals.cash_not_taken()


def _begin(asked: Checkout, products: Products, ids: set[int]) -> Payment | None:
    """Look at everything once more, with the cart locked, and write the payment; None when there
    are other lines by now. What a spot check has drawn stays drawn although it refuses.
    """
    with transaction.atomic():
        cart, lines = _payable(asked)
        if not {line.product_id for line in lines} <= ids:
            return None
        issues = cart_issues(cart, lines, products, held={})  # none: it is not frozen
        if issues:
            raise refusals.CartIssues([issue.object() for issue in issues])
        check = check_draw(cart.session) if cart.session is not None else None
        if check is None:
            return opening_begin(
                cart=cart,
                lines=lines,
                provider=asked.provider,
                key=asked.key,
                location_id=cart_place(cart),
            )
    raise check


def _held(payment: Payment) -> list[Shortage]:
    """Hold the stock; what is short. Raises 503, and then nothing was changed."""
    try:
        return stock_hold(payment)
    except Unavailable:
        opening_remove(payment=payment, held=True)
        raise


def _shortages(payment: Payment, short: list[Shortage]) -> list[dict[str, Any]]:
    """What is short, as `validate` shows it."""
    names = {line["product_id"]: line["name"] for line in payment.lines}
    return [
        {
            "product_id": each.product_id,
            "product_name": names.get(each.product_id, ""),
            **_shortage(each.available),
        }
        for each in short
    ]


def _shortage(available: int | None) -> dict[str, list[str]]:
    if available is None:
        return {"issues": ["Product is no longer available"], "codes": ["unavailable"]}
    text = f"Insufficient stock. Only {available} available"
    return {"issues": [text], "codes": ["insufficient_stock"]}


def _given_up(payment: Payment) -> Payment:
    """A payment that was closed while it was being opened: by its session's end, by the payer, or
    by a worker that took this process to be dead.
    """
    if payment.session is not None:
        require_alive(payment.session)
    if payment.status == payment_states.FAILED:
        raise charge_refusals.provider_down()
    return payment


@transaction.atomic
def _opened(asked: Checkout, payment: Payment, order_id: str | None) -> Payment:
    """The payment waits for its money from now on; lines of 0 are gone. One that was given up
    meanwhile stays so.
    """
    payment = payment_lock(payment.pk)
    if payment.status != payment_states.OPENING:
        return _given_up(payment)
    lines_saved_remove(cart=payment.cart, by=Author.holder(payment.cart, asked.ip))
    payment_move(payment, to=payment_states.CREATED, provider_order_id=order_id)
    if payment.amount == 0:
        payment_free(payment)
    else:
        payment_busy(payment)
    payment_tell(payment)
    return payment
