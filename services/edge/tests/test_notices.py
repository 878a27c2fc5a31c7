"""Notices: when operators are told, who may have them told, and their own program."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from devices.models import Device
from django.db import transaction
from django.utils import timezone
from kit.errands import errand_deliver
from kit.models import Errand
from testing.peers import FakePeer
from vending import webhooks
from vending.actions.locks import machine_lock
from vending.actions.notices import jam_tell, stock_fallen
from vending.actions.presence import machines_presence
from vending.models import LoggedEvent, Machine, Mail
from world import JOHN, KEY, MACHINE

pytestmark = pytest.mark.django_db

ALERT = "/low-stock-alert"
BODY = {"machineID": MACHINE, "Remaining": 3}
SENT = (200, {"message": "Email sent"})
SECRET = "webhook-secret"
TOLD = ("POST", "/told/")


@pytest.fixture
def program(settings):
    """The operator's own program."""
    peer = FakePeer()
    peer.on(*TOLD, {})
    settings.OPERATOR_WEBHOOK_URL = f"{peer.url}/told/"
    settings.OPERATOR_WEBHOOK_SECRET = SECRET
    return peer


def deliver():
    """All that is due, tried once."""
    Errand.objects.filter(state="waiting").update(due_at=timezone.now())
    while errand_deliver():
        pass


def subjects():
    return list(Mail.objects.order_by("pk").values_list("subject", flat=True))


def alert(api, body=BODY, **more):
    response = api.send(ALERT, body, **more)
    return response.status_code, response.json()


def presence(machine, *, online):
    with transaction.atomic():
        Device.objects.filter(pk=machine.device_id).update(online=online)
        machines_presence([Device.objects.get(pk=machine.device_id)])


@pytest.mark.parametrize(
    ("before", "now", "count"), [(6, 5, 1), (9, 0, 1), (6, 6, 0), (5, 4, 0), (5, 5, 0), (3, 9, 0)]
)
def test_operators_hear_of_a_stock_that_has_just_become_low(machine, before, now, count):
    Machine.objects.update(current_stock=now)
    with transaction.atomic():
        stock_fallen(machine_lock(MACHINE), before=before)
    assert subjects() == ["Low Stock Alert - M001"] * count
    assert all(f"Remaining units: {now}\n" in mail.body for mail in Mail.objects.all())
    assert Errand.objects.filter(name="mail.send").count() == count


def test_an_operator_and_the_machine_itself_may_alert(api, operator, machine):
    assert alert(api, token=operator) == SENT
    assert alert(api, {**BODY, "Remaining": "2"}, token=KEY) == SENT
    mails = Mail.objects.order_by("pk")
    assert [mail.subject for mail in mails] == ["Low Stock Alert - M001"] * 2
    assert [mail.body for mail in mails] == [
        f"Machine M001 is running low on stock.\nRemaining units: {left}\n" for left in (3, 2)
    ]
    assert Machine.objects.get().current_stock == 10
    events = LoggedEvent.objects.order_by("pk")
    assert [event.payload for event in events] == [{"remaining": 3}, {"remaining": 2}]


def test_nobody_else_may(api, token, make_machine, machine, settings):
    settings.AUTH_MODE = "strict"
    make_machine("M002", "machine-key-of-M002")
    refused = (401, {"error": "An operator or a machine key is needed"})
    assert alert(api) == refused
    assert alert(api, token="x") == refused
    assert alert(api, token="machine-key-of-M002") == refused
    assert alert(api, {"machineID": "M999", "Remaining": 1}, token=KEY) == refused
    assert alert(api, {"machineID": ["M001"], "Remaining": 1}, token=KEY) == refused
    assert alert(api, token=token(JOHN)) == (403, {"error": "Not allowed"})
    assert subjects() == []


def test_in_open_mode_a_program_on_this_computer_may(api, machine, settings):
    settings.AUTH_MODE = "open"

    def status(**headers):
        return alert(api, headers=headers)[0]

    assert status(**{"X-Real-IP": "127.0.0.1"}) == 200
    assert status(**{"X-Real-IP": "::1"}) == 200
    assert status(**{"X-Real-IP": "192.168.1.9"}) == 401
    assert status(**{"X-Real-IP": "203.0.113.9"}) == 401
    assert status(**{"X-Real-IP": "127.0.0.1", "Origin": "https://evil.example"}) == 401
    assert status(**{"X-Real-IP": "127.0.0.1", "Origin": "null"}) == 401
    assert status(**{"X-Real-IP": "127.0.0.1", "Origin": "http://testserver"}) == 200
    assert len(subjects()) == 3


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        b"{",
        {"machineID": MACHINE},
        {"machineID": MACHINE, "Remaining": None},
        {"machineID": MACHINE, "Remaining": -1},
        {"machineID": MACHINE, "Remaining": 1.5},
        {"machineID": MACHINE, "Remaining": True},
        {"machineID": MACHINE, "Remaining": 10**7},
        {"machineID": MACHINE, "Remaining": "few"},
        {"machineID": ["M001"], "Remaining": 1},
        {"machineID": "", "Remaining": 1},
        {"machineID": "x" * 201, "Remaining": 1},
        {"machineID": "M001\u0000", "Remaining": 1},
    ],
)
def test_odd_alerts_are_refused(api, operator, machine, body):
    status, answer = alert(api, body, token=operator)
    assert (status, list(answer)) == (400, ["error"])
    assert subjects() == []


@pytest.mark.parametrize("name", ["M999", "M001\r\nBcc: all@example.org", "M001\n", "ä"])
def test_a_machine_that_does_not_exist_makes_no_mail(api, operator, machine, name):
    assert alert(api, {"machineID": name, "Remaining": 1}, token=operator) == (
        404,
        {"error": "Machine not found"},
    )
    assert subjects() == []


def test_a_machine_that_goes_is_told_by_mail_once_an_hour(machine, program):
    for _ in range(3):
        presence(machine, online=True)
        presence(machine, online=False)
    assert subjects() == ["Machine Offline - M001"]
    assert Errand.objects.filter(name="operators.tell").count() == 3
    Mail.objects.update(created_at=timezone.now() - timedelta(hours=1, seconds=1))
    presence(machine, online=False)
    assert len(subjects()) == 2


def test_a_jam_is_told_to_operators_and_their_program(machine, program):
    with transaction.atomic():
        jam_tell(machine_lock(MACHINE))
    deliver()
    assert subjects() == ["Motor Jam - M001"]
    [told] = program.received
    assert told.body == {
        "id": told.body["id"],
        "type": "jam",
        "machine_id": MACHINE,
        "at": told.body["at"],
    }
    assert told.headers["Content-Type"] == "application/json"


def test_what_the_program_is_told_is_signed(machine, program):
    with transaction.atomic():
        stock_fallen(machine_lock(MACHINE), before=6)
        Machine.objects.update(current_stock=5)
        stock_fallen(machine_lock(MACHINE), before=6)
    deliver()
    [told] = program.received
    assert (told.body["type"], told.body["remaining"]) == ("low_stock", 5)
    raw = json.dumps(told.body, separators=(",", ":"), sort_keys=True).encode()
    expected = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
    assert told.headers["X-Aisle-Signature"] == f"sha256={expected}"


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500, 503])
def test_a_program_that_does_not_take_it_is_told_again_with_the_same_id(machine, program, status):
    program.on(*TOLD, {}, status=status)
    with transaction.atomic():
        jam_tell(machine_lock(MACHINE))
    deliver()
    errand = Errand.objects.get(name="operators.tell")
    assert (errand.state, errand.error) == ("waiting", f"Unavailable: it answered {status}")
    program.on(*TOLD, {})
    deliver()
    first, again = program.received
    assert first.body == again.body
    errand.refresh_from_db()
    assert errand.state == "done"


def test_a_program_that_is_down_or_hangs_is_told_again(machine, program, monkeypatch):
    with transaction.atomic():
        jam_tell(machine_lock(MACHINE))
    program.broken = True
    deliver()
    errand = Errand.objects.get(name="operators.tell")
    assert (errand.state, errand.error) == ("waiting", "Unavailable: ConnectionError")
    program.broken = False
    monkeypatch.setattr(webhooks, "READ", 0.2)
    program.on(*TOLD, {}, delay=1.0)
    deliver()
    errand.refresh_from_db()
    assert (errand.state, errand.error) == ("waiting", "Unavailable: ReadTimeout")


def test_without_an_address_nobody_is_told(machine, settings):
    settings.OPERATOR_WEBHOOK_URL = ""
    presence(machine, online=False)
    assert not Errand.objects.filter(name="operators.tell").exists()
