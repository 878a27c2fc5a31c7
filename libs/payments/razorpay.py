"""Razorpay, or what speaks as it does: the sandbox of the embedded mode."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from payments import reading, signatures, webhooks
from payments.errors import Declined, Forged, Misconfigured, Unavailable, Unknown
from payments.events import Event, Ignored
from payments.objects import Checkout, Order, Payment, Refund
from payments.transport import Api

API_URL = "https://api.razorpay.com/v1"
SANDBOX_KEY_ID = "rzp_test_sandbox"
SIGNATURE, EVENT_ID = "x-razorpay-signature", "x-razorpay-event-id"
T = TypeVar("T")


class Razorpay:
    """A Provider. Without key or secret each call raises Misconfigured; without a webhook secret
    webhooks are Ignored. `hosted_url` is where the hosted page of an order is, if there is one.
    """

    name = "razorpay"

    def __init__(
        self,
        *,
        key_id: str,
        secret_key: str,
        webhook_secret: str = "",
        api_url: str = API_URL,
        hosted_url: str | None = None,
    ) -> None:
        self._key_id, self._secret_key = key_id, secret_key
        self._webhook_secret, self._hosted_url = webhook_secret, hosted_url
        self._api = Api(api_url, (key_id, secret_key))

    @classmethod
    def of(cls, settings: Mapping[str, str], *, public_url: str) -> Razorpay:
        """From the settings RAZORPAY_KEY_ID, …SECRET_KEY, …WEBHOOK_SECRET and …API_URL, each of
        which may be missing or empty. The sandbox's page is below the suite's own address.
        """
        key_id = settings.get("RAZORPAY_KEY_ID", "")
        hosted = f"{public_url.rstrip('/')}/sandbox/pay" if key_id == SANDBOX_KEY_ID else None
        return cls(
            key_id=key_id,
            secret_key=settings.get("RAZORPAY_SECRET_KEY", ""),
            webhook_secret=settings.get("RAZORPAY_WEBHOOK_SECRET", ""),
            api_url=settings.get("RAZORPAY_API_URL") or API_URL,
            hosted_url=hosted,
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
        payload: dict[str, object] = {
            "amount": amount_minor,
            "currency": currency,
            "receipt": receipt,
            "payment_capture": int(capture),
        }
        if notes:
            payload["notes"] = dict(notes)
        order = _read(reading.order, self._ready().post("/orders", payload))
        if (order.amount_minor, order.currency) != (amount_minor, currency):
            raise Unavailable("an order of another amount")
        return order

    def checkout(self, order: Order) -> Checkout:
        self._ready()
        order_id = _ours(order.id)
        url = f"{self._hosted_url}/{order_id}" if self._hosted_url else None
        return Checkout(self._key_id, order_id, order.amount_minor, url)

    def verify(self, *, order_id: object, payment_id: object, signature: object) -> None:
        self._ready()
        try:
            message = f"{reading.identifier(order_id)}|{reading.identifier(payment_id)}"
        except ValueError:
            raise Forged("not an id") from None
        signatures.check(self._secret_key, message.encode(), signature)

    def parse_webhook(self, *, body: bytes, headers: Mapping[str, str]) -> Event:
        found = {name.lower(): value for name, value in headers.items()}
        event_id = _event_id(body, found.get(EVENT_ID))
        if not self._webhook_secret:
            return Ignored(event_id, "no webhook secret")
        signatures.check(self._webhook_secret, body, found.get(SIGNATURE))
        return webhooks.read(body, event_id)

    def refund(self, *, payment_id: str, amount_minor: int, key: str) -> Refund:
        answer = self._ready().post(
            f"/payments/{_ours(payment_id)}/refund",
            {"amount": amount_minor},
            {"X-Refund-Idempotency": key},
        )
        refund = _read(reading.refund, answer)
        if (refund.payment_id, refund.amount_minor) != (payment_id, amount_minor):
            raise Unavailable("another refund")
        return refund

    def capture_payment(self, *, payment_id: str, amount_minor: int, currency: str) -> Payment:
        """Captured twice, it is refused; whether the first one was ours, the payment says."""
        path, due = f"/payments/{_ours(payment_id)}/capture", (amount_minor, currency)
        try:
            answer = self._ready().post(path, {"amount": amount_minor, "currency": currency})
            payment = self._same(_read(reading.payment, answer), payment_id)
        except Declined:
            payment = self.fetch_payment(payment_id)
            if payment.has_money and (payment.amount_minor, payment.currency) == due:
                return payment
            raise
        if not payment.has_money or (payment.amount_minor, payment.currency) != due:
            raise Unavailable("captured something else")
        return payment

    def fetch_order(self, order_id: str) -> Order:
        order = _read(reading.order, self._ready().get(f"/orders/{_ours(order_id)}"))
        if order.id != order_id:
            raise Unavailable("another order")
        return order

    def fetch_order_payments(self, order_id: str) -> Sequence[Payment]:
        answer = self._ready().get(f"/orders/{_ours(order_id)}/payments")
        payments = _read(_collection, answer)
        if any(payment.order_id != order_id for payment in payments):
            raise Unavailable("payments of another order")
        return payments

    def fetch_payment(self, payment_id: str) -> Payment:
        answer = self._ready().get(f"/payments/{_ours(payment_id)}")
        return self._same(_read(reading.payment, answer), payment_id)

    @staticmethod
    def _same(payment: Payment, payment_id: str) -> Payment:
        if payment.id != payment_id:
            raise Unavailable("another payment")
        return payment

    def _ready(self) -> Api:
        if not (self._key_id and self._secret_key):
            raise Misconfigured("no key or secret")
        return self._api


def _ours(identifier: str | None) -> str:
    """The id, if it may stand in a path; another one is of no order and no payment."""
    try:
        return reading.identifier(identifier)
    except ValueError:
        raise Unknown("not an id") from None


def _event_id(body: bytes, given: str | None) -> str:
    """The event's id; that of the body where the provider gives none."""
    try:
        return reading.identifier(given)
    except ValueError:
        return f"sha256_{hashlib.sha256(body).hexdigest()[:48]}"


def _read(reader: Callable[[Mapping[str, Any]], T], answer: Mapping[str, Any]) -> T:
    try:
        return reader(answer)
    except ValueError:
        raise Unavailable("not an answer that we know") from None


def _collection(answer: Mapping[str, Any]) -> tuple[Payment, ...]:
    items = answer.get("items")
    if not isinstance(items, list):
        raise ValueError("no list")
    return tuple(reading.payment(reading.members(item)) for item in items)
