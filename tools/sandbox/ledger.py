"""What the provider does: orders, payments, captures, refunds, and the events that tell of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from currencies import EXPONENTS

from tools.sandbox import wire
from tools.sandbox.database import Database, Row, new_id
from tools.sandbox.messages import Refused

LARGEST = 10**12  # of a minor unit
RECEIPT, KEY, NOTES = 40, 255, 15  # characters, characters, pairs
#: Of a refund for a payment that was never seen here, and whose currency nobody says.
UNSEEN_CURRENCY = "INR"
MISSING = "The id provided does not exist"
Tell = Callable[[str, Mapping[str, Any]], None]  # an event's name and its payload


class Ledger:
    """Each method is one transaction. `tell` is called inside it with each event."""

    def __init__(self, database: Database, tell: Tell) -> None:
        self._database, self._tell = database, tell

    def order_create(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Raises Refused."""
        notes, capture = data.get("notes") or {}, data.get("payment_capture", 1)
        receipt = data.get("receipt")
        if not (receipt is None or _is_text(receipt, RECEIPT)):
            raise Refused(400, f"The receipt may have {RECEIPT} characters at most.")
        if not isinstance(notes, dict) or len(notes) > NOTES:
            raise Refused(400, f"Notes are an object of {NOTES} pairs at most.")
        if capture not in (0, 1):
            raise Refused(400, "The payment capture must be 0 or 1.")
        order_id = new_id("order")
        self._database.insert(
            "orders",
            id=order_id,
            amount=_amount(data.get("amount")),
            currency=_currency(data.get("currency")),
            receipt=receipt,
            notes=json.dumps(notes),
            capture=int(capture),
            created_at=int(time.time()),
        )
        return wire.order(self.order(order_id))

    def order(self, order_id: str) -> Row:
        """Raises Refused when there is none."""
        return self._found("orders", order_id)

    def payment(self, payment_id: str) -> Row:
        """Raises Refused when there is none."""
        return self._found("payments", payment_id)

    def _found(self, table: str, identifier: str) -> Row:
        row = self._database.find(table, identifier)
        if row is None:
            raise Refused(400, MISSING)
        return row

    def payments_of(self, order_id: str) -> list[Row]:
        """All attempts to pay an order, the oldest first."""
        self.order(order_id)
        return self._database.run(
            "SELECT * FROM payments WHERE order_id = ? ORDER BY number", order_id
        )

    def capture(self, payment_id: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Take the money of an authorised payment; raises Refused, also when that was done."""
        with self._database.transaction():
            payment = self.payment(payment_id)
            if payment["status"] != "authorized":
                raise Refused(400, "This payment has already been captured")
            due = (payment["amount"], payment["currency"])
            if (data.get("amount"), data.get("currency", payment["currency"])) != due:
                raise Refused(400, "Capture amount must be equal to the amount authorized")
            self._database.run("UPDATE payments SET status = 'captured' WHERE id = ?", payment_id)
            self._mark_paid(payment["order_id"], payment["amount"])
        return wire.payment(self.payment(payment_id))

    def refund(self, payment_id: str, data: Mapping[str, Any], key: str | None) -> dict[str, Any]:
        """Once per `key`; without an amount, all that is left. A payment that was never seen is
        taken at its word.
        """
        if not (key is None or _is_text(key, KEY)):
            raise Refused(400, "The idempotency key cannot be read.")
        asked = data.get("amount")
        amount = None if asked is None else _amount(asked)
        with self._database.transaction():
            before = self._database.run("SELECT * FROM refunds WHERE key = ?", key) if key else []
            if before:
                if (before[0]["payment_id"], before[0]["asked"]) != (payment_id, amount):
                    raise Refused(400, "Different request body for the same idempotency key")
                return wire.refund(before[0])
            taken, currency = self._take_back(payment_id, amount)
            refund_id = new_id("rfnd")
            self._database.insert(
                "refunds",
                id=refund_id,
                payment_id=payment_id,
                amount=taken,
                asked=amount,
                currency=currency,
                key=key,
                created_at=int(time.time()),
            )
        return wire.refund(self._found("refunds", refund_id))

    def _take_back(self, payment_id: str, amount: int | None) -> tuple[int, str]:
        """What is given back of a payment, and in which currency; raises Refused for too much."""
        payment = self._database.find("payments", payment_id)
        if payment is None:
            return _amount(amount), UNSEEN_CURRENCY
        left = payment["amount"] - payment["amount_refunded"]
        if payment["status"] not in {"captured", "refunded"}:
            raise Refused(400, "The payment status should be captured for action to be taken")
        taken = left if amount is None else amount
        if not 0 < taken <= left:
            raise Refused(400, "The total refund amount is greater than the refund payment amount")
        self._database.run(
            "UPDATE payments SET amount_refunded = amount_refunded + ?, status = ? WHERE id = ?",
            *(taken, "refunded" if taken == left else payment["status"], payment_id),
        )
        return taken, payment["currency"]

    def pay(self, order_id: str, *, times: int = 1) -> list[Row]:
        """Payments of the whole amount; raises Refused (404, 409) for an order that is not open."""
        with self._database.transaction():
            order = self._open(order_id)
            status = "captured" if order["capture"] else "authorized"
            ids = [self._add_payment(order, status) for _ in range(times)]
            if order["capture"]:
                self._mark_paid(order_id, order["amount"])
            else:
                self._mark_attempted(order_id)
            for number, payment_id in enumerate(ids):
                self._tell_of(payment_id, f"payment.{status}")
                if order["capture"] and number == 0:
                    self._tell_of(payment_id, "order.paid")
        return [self.payment(payment_id) for payment_id in ids]

    def decline(self, order_id: str) -> None:
        """An attempt that fails; raises Refused (404, 409) for an order that is not open."""
        with self._database.transaction():
            payment_id = self._add_payment(self._open(order_id), "failed")
            self._mark_attempted(order_id)
            self._tell_of(payment_id, "payment.failed")

    def is_open(self, order_id: str) -> bool:
        """Whether nobody has paid it, or promised to; raises Refused (404) when there is none."""
        order = self._database.find("orders", order_id)
        if order is None:
            raise Refused(404, MISSING)
        held = "SELECT 1 FROM payments WHERE order_id = ? AND status != 'failed'"
        return order["status"] != "paid" and not self._database.run(held, order_id)

    def _open(self, order_id: str) -> Row:
        if not self.is_open(order_id):
            raise Refused(409, "Payment already done for this order.")
        return self.order(order_id)

    def _add_payment(self, order: Row, status: str) -> str:
        payment_id = new_id("pay")
        self._database.insert(
            "payments",
            id=payment_id,
            order_id=order["id"],
            amount=order["amount"],
            currency=order["currency"],
            status=status,
            created_at=int(time.time()),
        )
        attempt = "UPDATE orders SET attempts = attempts + 1 WHERE id = ?"
        self._database.run(attempt, order["id"])
        return payment_id

    def _mark_paid(self, order_id: str, amount: int) -> None:
        paid = "UPDATE orders SET status = 'paid', amount_paid = ? WHERE id = ?"
        self._database.run(paid, amount, order_id)

    def _mark_attempted(self, order_id: str) -> None:
        self._database.run("UPDATE orders SET status = 'attempted' WHERE id = ?", order_id)

    def _tell_of(self, payment_id: str, event: str) -> None:
        payment = self.payment(payment_id)
        payload = {"payment": {"entity": wire.payment(payment)}}
        if event == "order.paid":
            payload["order"] = {"entity": wire.order(self.order(payment["order_id"]))}
        self._tell(event, payload)


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()


def _amount(value: object) -> int:
    if type(value) is not int or not 0 < value <= LARGEST:
        raise Refused(400, "The amount must be an integer of at least 1.")
    return value


def _currency(value: object) -> str:
    if not isinstance(value, str) or value not in EXPONENTS:
        raise Refused(400, "Currency is not supported")
    return value
