"""A machine with ten units, who signs in, and the payment provider."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
import store_frames
from contests import contest  # noqa: F401 - a fixture
from devices.keys import device_create
from devices.models import DeviceKey
from django.db import transaction
from django.utils import timezone
from footage import folder, kept  # noqa: F401 - fixtures
from frames import recorded, recorded_neutral
from kit import client
from machines import connect, dial, quick  # noqa: F401 - fixtures
from payments import transport
from selling import (  # noqa: F401 - fixtures
    call,
    dispensing,
    hear,
    locked,
    order,
    paid,
)
from shop import shop  # noqa: F401 - a fixture
from store.models import StoreEvent, VisitEvent
from testing.admin import signed_in
from trying import begin_test, online, tried  # noqa: F401 - fixtures
from vending import states
from vending.actions.display import code_rotate
from vending.actions.locks import machine_lock
from vending.models import FleetEvent, Machine, MachineEvent, Sale
from world import ADMIN, ALICE, KEY, MACHINE, NAMES, OPERATOR, PASSWORD

from tools.sandbox.temporary import sandbox

PATIENCE = 20.0  # seconds, instead of half of one, two and five


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Nobody takes a machine that has much else to do for a peer that hangs."""
    monkeypatch.setattr(client, "READ", PATIENCE)
    monkeypatch.setattr(client, "CONNECT", PATIENCE)
    monkeypatch.setattr(transport, "CALL", PATIENCE)


@pytest.fixture(autouse=True)
def _password(settings):
    settings.ADMIN_PASSWORD = PASSWORD


@pytest.fixture(autouse=True)
def _what_listeners_are_told_is_as_described(request):
    """Every event that a test has recorded is as docs/events/*.schema.json say."""
    stored = request.node.get_closest_marker("django_db") or "db" in request.fixturenames
    if stored:
        request.getfixturevalue("_django_db_helper")  # taken down after this one
    yield
    if stored:
        for neutral in MachineEvent.objects.all():
            recorded_neutral(neutral)
        for event in FleetEvent.objects.all():
            recorded(event)
        for of_visit in VisitEvent.objects.all():
            store_frames.recorded(of_visit, store_frames.VISIT)
        for of_store in StoreEvent.objects.all():
            store_frames.recorded(of_store, store_frames.BOARD)


@pytest.fixture
def token(signer):
    """The access token of somebody, by id."""
    roles = {ADMIN: ("admin",), OPERATOR: ("operator",)}
    return lambda user_id: signer.access(
        user_id, username=NAMES[user_id], roles=roles.get(user_id, ())
    )


@pytest.fixture
def operator(token):
    return token(OPERATOR)


@pytest.fixture
def make_machine(db):
    """A further machine with ten units, a code on its display and a key, without going by HTTP. The
    key is hashed as a random one is: the slow hash of a chosen one takes longer than a test.
    """

    def make(machine_id, key=None, **more):
        device = device_create(kind="machine", external_id=machine_id)
        text = key or f"machine-key-of-{machine_id}"
        DeviceKey.objects.create(device=device, digest=hashlib.sha256(text.encode()).hexdigest())
        machine = Machine.objects.create(
            machine_id=machine_id, device=device, **{"current_stock": 10, **more}
        )
        with transaction.atomic():
            locked = machine_lock(machine_id)
            code_rotate(locked)
        machine.refresh_from_db()
        return machine

    return make


@pytest.fixture
def machine(make_machine):
    """M001."""
    return make_machine(MACHINE, KEY)


@pytest.fixture
def make_sale(machine):
    """A sale of two units for ALICE, without going by HTTP; `minutes` until its lock ends."""

    def make(transaction_id="tx1", *, state=states.ORDERED, at=None, minutes=10, **more):
        return Sale.objects.create(
            transaction_id=transaction_id,
            uid=uuid4(),
            machine=at or machine,
            client_id=ALICE,
            state=state,
            quantity=2,
            unit_price=100,
            amount=200,
            currency="INR",
            kept_until=timezone.now() + timedelta(minutes=minutes),
            **more,
        )

    return make


@pytest.fixture(scope="session")
def sandbox_process():
    with sandbox() as running:
        yield running


@pytest.fixture
def box(provider_process):
    """The provider, for who pays there."""
    return provider_process


@pytest.fixture
def provider_process(sandbox_process, settings):
    """The payment provider: a sandbox without a fault, with which edge is configured."""
    sandbox_process.fault("none", 0)
    settings.PAYMENTS = sandbox_process.settings
    return sandbox_process


@pytest.fixture
def sign_in(verification):
    """Somebody in front of the admin, by an account of verification."""

    def enter(user_id, *roles):
        return signed_in(verification, "/edge/admin/", user_id, NAMES[user_id], *roles)

    return enter


@pytest.fixture
def web(sign_in):
    return sign_in(ADMIN, "admin")


@pytest.fixture
def operators(sign_in):
    return sign_in(OPERATOR, "operator")
