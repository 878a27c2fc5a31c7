"""What a customer's browser brings back from the provider: its signature is all that counts, and
the provider is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from charges.provider import provider
from kit.errors import Conflict
from payments import Forged, Misconfigured

from vending import sale_refusals as refusals
from vending.actions.money import Money, money_receive
from vending.models import SaleOrder


@dataclass(frozen=True, slots=True)
class Proof:
    """As it came: anything may stand in the fields."""

    order_id: object
    payment_id: object
    signature: object


def proof_receive(*, proof: Proof) -> None:
    """Credit what was paid. Raises 400 `Verification failed` for anything but the provider's own
    signature for an order of ours, and for money that has paid another one: then nothing changes.
    """
    try:
        provider().verify(
            order_id=proof.order_id, payment_id=proof.payment_id, signature=proof.signature
        )
    except Misconfigured:
        raise refusals.verify_not_configured() from None
    except Forged:
        raise refusals.verification_failed() from None
    order = order_find(str(proof.order_id))
    if order is None:
        raise refusals.verification_failed()
    try:
        money_receive(order=order, money=Money(str(proof.payment_id)), proven=True)
    except Conflict:
        raise refusals.verification_failed() from None


def order_find(provider_order_id: str) -> SaleOrder | None:
    """The order that the provider knows by this id, if it is of ours."""
    known = SaleOrder.objects.select_related("sale")
    return known.filter(provider_order_id=provider_order_id).first()
