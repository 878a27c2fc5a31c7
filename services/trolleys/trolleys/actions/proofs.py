"""What a payer's browser brings back from the provider: its signature is all that counts, and the
provider is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from payments import Forged

from trolleys import payment_refusals as refusals
from trolleys.actions.money import Money, money_receive
from trolleys.actions.settle import payment_settle_soon
from trolleys.models import Payment
from trolleys.provider import provider, provider_needed


@dataclass(frozen=True, slots=True)
class Proof:
    """As it came: anything may stand in the fields."""

    order_id: object
    payment_id: object
    signature: object


def proof_receive(*, payment: Payment, proof: Proof) -> Payment:
    """Credit what was paid, and settle it if products answers. Raises 400 `Verification failed`
    for anything but the provider's own signature for this payment's order: then nothing changes.
    """
    if proof.order_id is None or proof.order_id != payment.provider_order_id:
        raise refusals.verification_failed()
    try:
        with provider_needed():
            provider().verify(
                order_id=proof.order_id, payment_id=proof.payment_id, signature=proof.signature
            )
    except Forged:
        raise refusals.verification_failed() from None
    credited = money_receive(payment=payment, money=Money(str(proof.payment_id)))
    return payment_settle_soon(payment=credited)
