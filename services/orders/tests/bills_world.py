"""What tests of bills share: dishes on a table, calls that pay, what the provider says."""

import hashlib
import hmac
import json
import secrets

import pytest
from bills.accounts import account_of, book_of
from bills.models import Payment, Receipt, Refund
from orders.actions import orders
from orders.amounts import major
from orders.clients import Product
from orders.models import OrderSession
from world import answer, line

from tools.sandbox.temporary import sandbox

WEBHOOK = "/orders/payments/webhook/razorpay/"
WEBHOOK_SECRET, SECRET_KEY = b"sandbox-webhook", b"sandbox-secret"


def bills(call, code):
    return f"/orders/bills/{call}/{code}/"


def payments(call, payment_id):
    return f"/orders/payments/{call}/{payment_id}/"


def dish(name, price, **changes):
    return Product(name, price, is_active=True, listed=True, **changes)


def eat(code, name="Falafel", price="8.50", *, guest_id=None, quantity=1, **changes):
    """The id of an order of a dish."""
    product = dish(name, price, **changes)
    placed = line(product=product, quantity=quantity, guest=f"Guest {guest_id}", guest_id=guest_id)
    return json.loads(orders.order_create(code=code, line=placed))["id"]


def bill_of(code):
    """The bill as the rows have it."""
    session = OrderSession.objects.get(code=code)
    return account_of(session, book_of(session.location_id)).bill


def pay_id():
    return f"pay_{secrets.token_hex(7)}"


def proof(order_id, payment_id, secret=SECRET_KEY):
    """What a guest's browser brings back."""
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


def money_event(order_id, payment_id, amount, name="payment.captured", currency="EUR"):
    entity = {"id": payment_id, "order_id": order_id, "amount": amount, "currency": currency}
    return event(name, entity)


def signed(body, secret=WEBHOOK_SECRET):
    return {"X-Razorpay-Signature": hmac.new(secret, body, hashlib.sha256).hexdigest()}


def require_sound(code):
    """What the session keeps is what the rows say, and the receipts say what is paid."""
    session = OrderSession.objects.get(code=code)
    credited = Payment.objects.filter(session=session, paid_at__isnull=False)
    back = Refund.objects.filter(payment__in=credited, reason__in=("staff", "by_hand"))
    paid = sum(each.amount for each in credited) - sum(each.amount for each in back)
    assert session.paid == major(paid)
    receipts = Receipt.objects.filter(payment__session=session)
    assert sum(sum(each.rates.values()) for each in receipts) == paid
    waiting = Payment.objects.filter(session=session, status__in=("opening", "created"))
    assert session.pending == major(sum(each.amount for each in waiting))


@pytest.fixture(scope="session")
def sandbox_process():
    with sandbox() as running:
        yield running


@pytest.fixture
def provider(sandbox_process, settings):
    """The payment provider: a sandbox without a fault, with which orders is configured."""
    sandbox_process.fault("none", 0)
    settings.PAYMENTS = sandbox_process.settings
    return sandbox_process


@pytest.fixture
def pay(api, table, provider):
    """Open a payment of the table's bill, by default of all that is left; gives its JSON."""

    def send(part="all", *, headers=None, code=table, **more):
        response = api.send(bills("pay", code), {"part": part, **more}, headers=headers or {})
        assert response.status_code in (200, 201), response.content
        return response.json()["response"]

    return send


@pytest.fixture
def take(api, table, owner):
    """Take money at the table, by default cash for all that is left; gives the payment's JSON."""

    def send(part="all", *, kind="cash", code=table, headers=None, **more):
        body = {"part": part, "kind": kind, **more}
        return answer(api.send(bills("take", code), body, token=owner, headers=headers or {}))

    return send


@pytest.fixture
def hear(api):
    """Have a webhook arrive; gives status and answer."""

    def tell(body, **headers):
        response = api.send(WEBHOOK, body, headers={**signed(body), **headers})
        return response.status_code, response.json()

    return tell


@pytest.fixture
def prove(api):
    """Bring a proof of a payment's order back; gives the response."""

    def send(payment, pay=None, **changes):
        bought = {**proof(payment["provider_order_id"], pay or pay_id()), **changes}
        return api.send(payments("verify", payment["payment_id"]), bought)

    return send
