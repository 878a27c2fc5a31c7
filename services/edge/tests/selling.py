"""What tests of sales share: a customer at a machine, what the provider signs, and the worker."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import timedelta

import pytest
from devices.commands import command_take, commands_expire
from devices.models import Command, Device
from django.db import transaction
from django.utils import timezone
from vending import jobs
from vending.actions.confirms import dispense_confirm
from vending.codes import code_hash
from vending.models import Lock, LoggedEvent, Machine, Received, Refund, Sale, SaleOrder, SaleStep
from world import ALICE, MACHINE

CREATE, VERIFY, WEBHOOK = "/create-order", "/verify-payment", "/api/razorpay-webhook"
CODE, TX = "123456", "tx1"
WEBHOOK_SECRET, SECRET_KEY = b"sandbox-webhook", b"sandbox-secret"
ROUNDS = (
    *(jobs.locks_expire, commands_expire, jobs.dispenses_begin),
    *(jobs.lapsed_ask, jobs.refunds_send),
)


def pay_id():
    """The id of a payment as the provider makes them."""
    return f"pay_{secrets.token_hex(7)}"


def proof(order_id, payment_id, secret=SECRET_KEY):
    """What a customer's browser brings back."""
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


def money_event(order_id, payment_id, amount=200, currency="INR", name="payment.captured"):
    """A webhook about a payment of an order."""
    entity = {"id": payment_id, "order_id": order_id, "amount": amount, "currency": currency}
    return event(name, entity)


def refund_event(refund_id, payment_id, amount=200, currency="INR", name="refund.processed"):
    """A webhook about a refund."""
    entity = {"id": refund_id, "payment_id": payment_id, "amount": amount, "currency": currency}
    return event(name, entity, kind="refund")


def signed(body, secret=WEBHOOK_SECRET, event_id="evt_1"):
    """The headers that the provider sends with a webhook."""
    signature = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event_id}


def order_body(transaction_id=TX, client_id=ALICE, machine_id=MACHINE, amount=200):
    metadata = {"transaction_id": transaction_id, "client_id": client_id, "machine_id": machine_id}
    return {"amount": amount, "metadata": metadata}


def trigger_body(**changes):
    return {
        "client_id": ALICE,
        "access_code": CODE,
        "quantity": 2,
        "transaction_id": TX,
        "amount": 200,
        **changes,
    }


def trigger_path(machine_id=MACHINE):
    return f"/api/machine/{machine_id}/trigger-dispense"


def lock_make(machine, client_id=ALICE, code=CODE, **more):
    """A living lock, without going by HTTP."""
    ends = timezone.now() + timedelta(minutes=10)
    return Lock.objects.create(
        machine=machine,
        client_id=client_id,
        code_hash=code_hash(machine.machine_id, code),
        **{"expires_at": ends, **more},
    )


def lock_over(machine_id=MACHINE):
    """Let the time of a lock and of its orders be over."""
    past = timezone.now() - timedelta(seconds=1)
    Lock.objects.filter(machine__machine_id=machine_id).update(expires_at=past)
    Sale.objects.filter(machine__machine_id=machine_id).update(kept_until=past)


def sale_now(transaction_id=TX):
    return Sale.objects.get(transaction_id=transaction_id)


def stock(machine_id=MACHINE):
    return Machine.objects.get(machine_id=machine_id).current_stock


def refunds(transaction_id=TX):
    """(amount, reason, state) of each refund of a sale."""
    rows = Refund.objects.filter(sale__transaction_id=transaction_id).order_by("pk")
    return list(rows.values_list("amount", "reason", "state"))


def steps_of(transaction_id=TX):
    """The names of a sale's steps, in order."""
    rows = SaleStep.objects.filter(sale__transaction_id=transaction_id).order_by("pk")
    return list(rows.values_list("step", flat=True))


def dispenses(machine_id=MACHINE):
    """The commands to dispense, in order."""
    of = Command.objects.filter(device__external_id=machine_id, payload__type="command")
    return list(of.order_by("pk"))


def frames(machine_id=MACHINE):
    """All that a machine is sent, in order."""
    of = Command.objects.filter(device__external_id=machine_id).order_by("pk")
    return [each.payload for each in of]


def picture():
    """All that a refusal leaves alone."""
    models = (Machine, Lock, Sale, SaleOrder, SaleStep, Received, Refund, Command, LoggedEvent)
    return {each.__name__: list(each.objects.order_by("pk").values()) for each in models}


def written(machine_id=MACHINE):
    """Have the machine's socket take all that waits, as its process does; gives the frames."""
    Device.objects.filter(external_id=machine_id).update(fence=1, online=True)
    device = Device.objects.get(external_id=machine_id)
    taken = []
    with transaction.atomic():
        while command := command_take(device.pk, 1):
            taken.append(command.payload)
    return taken


def unanswered():
    """Let the time of all commands be over."""
    Command.objects.filter(ended_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))


def confirm(transaction_id=TX, dispensed=2, machine_id=MACHINE):
    """A machine confirms, below its route."""
    machine = Machine.objects.select_related("device").get(machine_id=machine_id)
    return dispense_confirm(machine=machine, transaction_id=transaction_id, dispensed=dispensed)


def time_passes():
    """Whatever waits for its time is due."""
    past = timezone.now() - timedelta(minutes=1)
    Refund.objects.update(try_at=past)
    Sale.objects.filter(asked_last=False).update(asked_at=None)
    Sale.objects.exclude(dispense_at=None).update(dispense_at=past)


def work():
    """Let the worker go round until there is nothing to do."""
    while any(each() for each in ROUNDS):
        pass


@pytest.fixture
def locked(machine):
    """M001, locked by Alice with the code 123456."""
    lock_make(machine)
    return machine


@pytest.fixture
def call(api):
    """`call(path, body)` → status, body."""

    def send(path, body, **headers):
        response = api.send(path, body, headers=headers)
        return response.status_code, response.json()

    return send


@pytest.fixture
def order(call, locked, provider_process):
    """Alice's order of two units, 2.00; called with changes, a further one. Gives its id."""

    def make(**changes):
        status, body = call(CREATE, order_body(**changes))
        assert status == 200, body
        return body["id"]

    return make


@pytest.fixture
def hear(api):
    """Have a webhook arrive, signed unless the headers say otherwise; gives status and body."""

    def tell(body, **headers):
        response = api.send(WEBHOOK, body, headers={**signed(body), **headers})
        return response.status_code, response.json()

    return tell


@pytest.fixture
def paid(call, order, provider_process):
    """Alice has paid two units, and her browser has said so. Gives the payment's id."""
    order_id = order()
    _, bought = provider_process.act(order_id, "pay")
    assert call(VERIFY, bought) == (200, {"message": "Payment verified"})
    return bought["razorpay_payment_id"]


@pytest.fixture
def dispensing(call, paid):
    """Alice's machine was told to dispense two units."""
    assert call(trigger_path(), trigger_body()) == (200, {"status": "dispatch_sent"})
    return paid
