"""What arrives: money by a webhook or an answer, and what a payer's browser brings back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """A payment of the provider's. The amount is in the currency's minor unit; None where a
    signature was all we saw: then it is the order's. `promised`: it is not taken yet.
    """

    payment_id: str
    amount_minor: int | None = None
    currency: str = ""
    promised: bool = False

    def is_of(self, amount_minor: int, currency: str) -> bool:
        """Whether this is what an order has asked for."""
        return self.amount_minor is None or (self.amount_minor, self.currency) == (
            amount_minor,
            currency,
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """As it came: anything may stand in the fields."""

    order_id: object
    payment_id: object
    signature: object
