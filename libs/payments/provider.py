"""What each payment provider does for us. Callers know this module, `events` and `errors` only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from payments.events import Event
from payments.objects import Checkout, Order, Payment, Refund


class Provider(Protocol):
    """One way to pay. Make one for the life of the process; safe for threads.

    Each call raises one of `payments.errors`, and nothing else, within about CALL seconds (see
    `payments.transport`). Amounts are integers of the currency's minor unit.
    """

    @property
    def name(self) -> str:
        """How payments by it are marked: `razorpay`, `cash`."""

    def create_order(
        self,
        *,
        amount_minor: int,
        currency: str,
        receipt: str,
        capture: bool = True,
        notes: Mapping[str, str] | None = None,
    ) -> Order:
        """Open an order for this amount; `receipt` is our own id of it (1 to 40 characters), and
        `notes` are kept with it by providers who keep any: at most 15 short texts by name.

        Without `capture` a payment is only authorised, until `capture_payment`. The call is not
        idempotent: after Unavailable there may be an order that nobody will pay.
        """

    def checkout(self, order: Order) -> Checkout | None:
        """What a page needs to let somebody pay this order; None when staff take the money."""

    def verify(self, *, order_id: object, payment_id: object, signature: object) -> None:
        """Check what a payer's browser brings: that this payment pays this order.

        Anything may stand in the fields, as it came. Raises Forged unless the provider signed it.
        """

    def parse_webhook(self, *, body: bytes, headers: Mapping[str, str]) -> Event:
        """What a webhook says. Raises Forged for a wrong signature; what is signed but cannot be
        read or is of no interest is Ignored.
        """

    def refund(self, *, payment_id: str, amount_minor: int, key: str) -> Refund:
        """Give money back, once per `key` (our id of the refund), however often it is asked."""

    def capture_payment(self, *, payment_id: str, amount_minor: int, currency: str) -> Payment:
        """Take the money of an authorised payment, once, however often it is asked."""

    def fetch_order(self, order_id: str) -> Order:
        """The order as the provider has it."""

    def fetch_order_payments(self, order_id: str) -> Sequence[Payment]:
        """All attempts to pay this order."""

    def fetch_payment(self, payment_id: str) -> Payment:
        """The payment as the provider has it."""
