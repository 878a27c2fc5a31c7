"""What tests of checkout and payments share: products' ledger with shelves that can be empty, the
provider's webhooks, and the worker.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass, field

from kit.errands import errand_deliver
from trolleys import jobs
from trolleys.models import CartAudit, Payment, Received, Refund, SessionEvent
from world import BATCH, COMMIT, HOLD, RELEASE, goods, success

CHECKOUT, USER_CHECKOUT = "/api/session/checkout", "/api/cart/checkout/"
PAYMENTS, RECEIPTS = "/api/payments", "/api/receipts"
WEBHOOK = f"{PAYMENTS}/webhook/razorpay/"
WEBHOOK_SECRET, SECRET_KEY = b"sandbox-webhook", b"sandbox-secret"


def refusal(status, reason, **more):
    """A refusal of a peer."""
    return status, {"success": False, "reason": reason, **more}


@dataclass
class Hold:
    """Units that are spoken for under a key, until `ends` (monotonic seconds)."""

    lines: list[dict]
    state: str
    ends: float = 0.0


@dataclass
class Shelves:
    """Products' stock ledger: what is there, held and sold. Its calls are atomic, as the real one's
    are.
    """

    goods: dict[int, dict] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    sold: list[str] = field(default_factory=list)  # the keys of sales, in their order
    lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, products):
        """Have the stand-in answer with these shelves."""
        for path, work in (
            (HOLD, self.hold),
            (COMMIT, self.commit),
            (RELEASE, self.release),
            (BATCH, self.batch),
        ):
            products.does("POST", path, work)

    def put(self, product):
        self.goods[product["id"]] = product

    def stock(self, product_id):
        return self.goods[product_id]["stock"]

    def available(self, product_id):
        stock = self.stock(product_id)
        return None if stock is None else max(0, stock - self._held(product_id))

    def held(self):
        """The keys that hold something now."""
        return {key for key, hold in self.holds.items() if self._holds(hold)}

    def lapse(self):
        """Let the time of all holds be over."""
        for hold in self.holds.values():
            hold.ends = 0.0

    def hold(self, request):
        with self.lock:
            key, lines = request.body["key"], request.body["lines"]
            known = self.holds.get(key)
            if known is not None and known.state == "held" and known.lines == lines:
                return 200, success({"key": key, "state": "held"})
            if known is not None:
                return refusal(409, f"hold_{known.state}")
            short = [
                {"product_id": each["product_id"], "available": self.available(each["product_id"])}
                for each in lines
                if (left := self.available(each["product_id"])) is not None
                and left < each["quantity"]
            ]
            if short:
                return refusal(409, "insufficient_stock", details=short)
            self.holds[key] = Hold(lines, "held", time.monotonic() + request.body["seconds"])
            return 200, success({"key": key, "state": "held"})

    def commit(self, request):
        with self.lock:
            key = request.body["key"]
            hold = self.holds.get(key)
            if hold is None:
                return refusal(404, "hold_not_found")
            if hold.state == "released":
                return refusal(409, "hold_released")
            if hold.state == "held" and not self._fits(hold):
                hold.state = "gone"
            if hold.state == "gone":
                return refusal(409, "stock_gone")
            if hold.state == "held":
                self._sell(key, hold)
            return 200, success({"key": key, "state": "committed"})

    def release(self, request):
        with self.lock:
            key = request.body["key"]
            hold = self.holds.setdefault(key, Hold([], "released"))
            if hold.state == "committed":
                return refusal(409, "hold_committed")
            hold.state = "released"
            return 200, success({"key": key, "state": "released"})

    def batch(self, request):
        with self.lock:
            found = [self.goods[each] for each in request.body["ids"] if each in self.goods]
            return 200, success([{**one, "available": self.available(one["id"])} for one in found])

    def _sell(self, key, hold):
        hold.state = "committed"
        self.sold.append(key)
        for line in hold.lines:
            product = self.goods[line["product_id"]]
            if product["stock"] is not None:
                product["stock"] -= line["quantity"]

    def _fits(self, hold):
        mine = self._holds(hold)
        for line in hold.lines:
            stock = self.stock(line["product_id"])
            others = self._held(line["product_id"]) - (line["quantity"] if mine else 0)
            if stock is not None and stock - (0 if mine else others) < line["quantity"]:
                return False
        return True

    def _holds(self, hold):
        return hold.state == "held" and hold.ends > time.monotonic()

    def _held(self, product_id):
        return sum(
            line["quantity"]
            for hold in self.holds.values()
            if self._holds(hold)
            for line in hold.lines
            if line["product_id"] == product_id
        )


def line_of(product_id=10, quantity=1, **more):
    """The columns of a line in a cart."""
    product = goods(product_id)
    return {
        "product_id": product_id,
        "quantity": quantity,
        "price_at_addition": product["price"],
        "name": product["name"],
        "slug": product["slug"],
        "seller_id": product["seller_id"],
        **more,
    }


def pay_id():
    """The id of a payment as the provider makes them."""
    return f"pay_{secrets.token_hex(7)}"


def proof(order_id, payment_id, secret=SECRET_KEY):
    """What a payer's browser brings back."""
    message = f"{order_id}|{payment_id}".encode()
    return {
        "razorpay_order_id": order_id,
        "razorpay_payment_id": payment_id,
        "razorpay_signature": hmac.new(secret, message, hashlib.sha256).hexdigest(),
    }


def event(name, entity, kind="payment"):
    """The body of a webhook."""
    payload = {kind: {"entity": entity}}
    return json.dumps({"entity": "event", "event": name, "payload": payload}).encode()


def money_event(order_id, payment_id, amount=900, currency="EUR", name="payment.captured"):
    """A webhook about a payment of an order."""
    entity = {"id": payment_id, "order_id": order_id, "amount": amount, "currency": currency}
    return event(name, entity)


def refund_event(refund_id, payment_id, amount=900, currency="EUR", name="refund.processed"):
    """A webhook about a refund."""
    entity = {"id": refund_id, "payment_id": payment_id, "amount": amount, "currency": currency}
    return event(name, entity, kind="refund")


def signed(body, secret=WEBHOOK_SECRET, event_id="evt_1"):
    """The headers that the provider sends with a webhook."""
    signature = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event_id}


def nothing_changed():
    """No payment, no change of any cart, nothing told."""
    return not (
        Payment.objects.exists() or CartAudit.objects.exists() or SessionEvent.objects.exists()
    )


def untouched():
    """Nothing has come of it."""
    return not (Received.objects.exists() or Refund.objects.exists()) and (
        Payment.objects.get().status == "created"
    )


def work():
    """Let the worker go round until there is nothing to do."""
    rounds = (errand_deliver, jobs.openings_end, jobs.payments_expire, jobs.refunds_send)
    while any(each() for each in rounds):
        pass
