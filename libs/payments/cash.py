"""Cash: staff take the money, and say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from payments.errors import Declined, Forged, Unknown
from payments.events import Event, Ignored
from payments.objects import Order, Payment, Refund


class Cash:
    """A Provider without anybody behind it: it keeps nothing and asks nobody.

    The caller checks who is staff, and then goes on with what `received` and `given_back` return as
    with what `fetch_order_payments` and a webhook say of any other provider.
    """

    name = "cash"

    def __init__(self, *, currency: str) -> None:
        self._currency = currency

    def received(self, *, receipt: str, amount_minor: int) -> Payment:
        """Staff have taken the money of the order with this receipt, our own id of it. Said again,
        it is the same payment.
        """
        return Payment(f"cash_{receipt}", None, amount_minor, self._currency, "captured")

    def given_back(self, refund: Refund) -> Refund:
        """Staff have given the money of a pending refund back."""
        return Refund(
            refund.id, refund.payment_id, refund.amount_minor, refund.currency, "processed"
        )

    def create_order(
        self,
        *,
        amount_minor: int,
        currency: str,
        receipt: str,
        capture: bool = True,
        notes: Mapping[str, str] | None = None,
    ) -> Order:
        if currency != self._currency or not capture:  # a promise cannot be put into a till
            raise Declined
        return Order(None, amount_minor, currency, "created")

    def checkout(self, order: Order) -> None:
        return None

    def verify(self, *, order_id: object, payment_id: object, signature: object) -> None:
        """No browser can prove that it has paid."""
        raise Forged("cash is confirmed by staff")

    def parse_webhook(self, *, body: bytes, headers: Mapping[str, str]) -> Event:
        return Ignored("", "cash")

    def refund(self, *, payment_id: str, amount_minor: int, key: str) -> Refund:
        """Pending until staff have given it back."""
        return Refund(f"cash_{key}", payment_id, amount_minor, self._currency, "pending")

    def capture_payment(self, *, payment_id: str, amount_minor: int, currency: str) -> Payment:
        raise Declined

    def fetch_order(self, order_id: str) -> Order:
        raise Unknown

    def fetch_order_payments(self, order_id: str) -> Sequence[Payment]:
        raise Unknown

    def fetch_payment(self, payment_id: str) -> Payment:
        raise Unknown
