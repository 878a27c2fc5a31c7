"""What a provider tells of: orders, payments, refunds; amounts are integers of the minor unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

OrderStatus = Literal["created", "attempted", "paid"]
PaymentStatus = Literal["created", "authorized", "captured", "refunded", "failed"]
RefundStatus = Literal["pending", "processed", "failed"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid. `id` is None where the provider keeps no orders (cash). `raw` is the
    provider's own object with all that it tells, for who must pass it on.
    """

    id: str | None
    amount_minor: int
    currency: str
    status: OrderStatus
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Payment:
    """An attempt to pay an order. `order_id` is None for money that came without an order."""

    id: str
    order_id: str | None
    amount_minor: int
    currency: str
    status: PaymentStatus
    refunded_minor: int = 0

    @property
    def has_money(self) -> bool:
        """Whether the provider holds the payer's money for us, given back later or not."""
        return self.status in {"captured", "refunded"}


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back. `pending` becomes one of the others later, told by a webhook."""

    id: str
    payment_id: str
    amount_minor: int
    currency: str
    status: RefundStatus


@dataclass(frozen=True, slots=True)
class Checkout:
    """What a page needs to let somebody pay an order.

    `url` is a hosted page to go to; None where the page opens the provider's own with `key`.
    """

    key: str
    order_id: str
    amount_minor: int
    url: str | None
