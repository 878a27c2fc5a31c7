"""Django's admin: what it shows, and that each write of it goes through an action."""

import re
from uuid import uuid4

import pytest
from devices.keys import device_find, matching
from devices.models import Command, DeviceKey
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from testing.admin import form_of
from vending.actions.telling import event_log
from vending.models import Feedback, FleetEvent, Lock, LoggedEvent, Machine, Mail, Notice, Sale
from world import ADMIN, KEY, MACHINE, OPERATOR

pytestmark = pytest.mark.django_db

HOME = "/edge/admin/"
LIST, FEEDBACK = f"{HOME}vending/machine/", f"{HOME}vending/feedback/"


def change(web, pk, *, without=(), **fields):
    path = f"{LIST}{pk}/change/"
    sent = {name: value for name, value in form_of(web, path).items() if name not in without}
    return web.post(path, {**sent, **fields})


def events():
    return list(LoggedEvent.objects.order_by("pk").values_list("type", "payload"))


def shown_key(page):
    return re.search(r"shown this once: ([\w-]+)", page.content.decode())[1]


def test_the_list_shows_how_machines_are(operators, machine):
    page = operators.get(LIST)
    assert page.status_code == 200
    text = page.content.decode()
    assert "M001" in text
    assert "offline" in text
    assert machine.display_code not in text
    one = operators.get(f"{LIST}{machine.pk}/change/").content.decode()
    assert machine.display_code not in one
    assert KEY not in one


def test_a_machine_is_added_with_a_key_that_is_shown_once(operators, db):
    form = {
        "machine_id": "NEW-1",
        "name": "Snacks",
        "location": "Hall",
        "unit_price": 250,
        "in_service": "on",
        "current_stock": 12,
    }
    page = operators.post(f"{LIST}add/", form, follow=True)
    machine = Machine.objects.get()
    assert (machine.machine_id, machine.name, machine.location) == ("NEW-1", "Snacks", "Hall")
    assert (machine.unit_price, machine.current_stock, machine.in_service) == (250, 12, True)
    _, keys = device_find("machine", "NEW-1")
    assert matching(keys, shown_key(page)) is not None
    assert "shown this once" not in operators.get(LIST).content.decode()
    assert [kind for kind, _ in events()] == ["registered", "changed", "stock_update"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("machine_id", "a b"),
        ("machine_id", ""),
        ("machine_id", MACHINE),
        ("machine_id", "x" * 51),
        ("unit_price", 0),
        ("unit_price", "much"),
        ("current_stock", -1),
        ("current_stock", 1_000_001),
        ("name", "x" * 201),
    ],
)
def test_odd_machines_are_not_added(operators, machine, field, value):
    form = {"machine_id": "NEW-1", "unit_price": 100, "current_stock": 0, field: value}
    assert operators.post(f"{LIST}add/", form).status_code in (200, 302)
    assert Machine.objects.get() == machine
    assert DeviceKey.objects.count() == 1


def test_a_stock_that_is_changed_is_a_refill_of_which_the_machine_hears(operators, machine):
    assert change(operators, machine.pk, current_stock=4).status_code == 302
    machine.refresh_from_db()
    assert machine.current_stock == 4
    assert machine.last_refill_at is not None
    assert [command.payload for command in Command.objects.all()] == [
        {"type": "stock_update", "stock": 4}
    ]
    assert events() == [("stock_update", {"stock": 4, "before": 10, "by": "operator"})]


def test_a_name_a_place_a_price_and_the_service_are_changed(operators, machine):
    sent = {"name": "Snacks", "location": "Hall", "unit_price": 300}
    assert change(operators, machine.pk, without=("in_service",), **sent).status_code == 302
    machine.refresh_from_db()
    assert (machine.name, machine.location, machine.unit_price) == ("Snacks", "Hall", 300)
    assert (machine.in_service, machine.current_stock) == (False, 10)
    assert machine.last_refill_at is None
    told = FleetEvent.objects.order_by("seq").values_list("kind", flat=True)
    assert list(told) == ["event.logged", "machine.changed"]


def test_saving_without_a_change_changes_nothing(operators, machine):
    assert change(operators, machine.pk).status_code == 302
    assert events() == []
    assert not FleetEvent.objects.exists()


def test_a_stale_form_does_not_undo_what_has_happened_meanwhile(operators, machine):
    path = f"{LIST}{machine.pk}/change/"
    stale = form_of(operators, path)
    Machine.objects.update(current_stock=3, unit_price=500)
    assert operators.post(path, {**stale, "name": "Snacks"}).status_code == 302
    machine.refresh_from_db()
    assert (machine.name, machine.current_stock, machine.unit_price) == ("Snacks", 3, 500)


def test_a_further_key_is_given_and_older_ones_are_ended(operators, machine):
    chosen = {"_selected_action": [machine.pk]}
    page = operators.post(LIST, {"action": "new_key", **chosen}, follow=True)
    key = shown_key(page)
    _, keys = device_find("machine", MACHINE)
    assert len(keys) == 2
    page = operators.post(LIST, {"action": "end_older_keys", **chosen}, follow=True)
    assert "Keys ended: 1." in page.content.decode()
    _, keys = device_find("machine", MACHINE)
    assert matching(keys, key) is not None
    assert matching(keys, KEY) is None
    assert [kind for kind, _ in events()] == ["key_added", "key_revoked"]
    assert key not in str(events())


def test_nobody_deletes_a_machine(web, machine):
    assert web.post(f"{LIST}{machine.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Machine.objects.exists()


def test_only_the_status_of_feedback_is_changed(operators, machine):
    feedback = Feedback.objects.create(machine=machine, rating=2, comment="Stuck")
    path = f"{FEEDBACK}{feedback.pk}/change/"
    assert operators.get(FEEDBACK).status_code == operators.get(path).status_code == 200
    sent = {"status": "closed", "rating": 5, "comment": "Great"}
    assert operators.post(path, sent).status_code == 302
    feedback.refresh_from_db()
    assert (feedback.status, feedback.rating, feedback.comment) == ("closed", 2, "Stuck")
    assert operators.post(path, {"status": "odd"}).status_code == 200
    assert operators.post(f"{FEEDBACK}add/", sent).status_code == 403
    assert operators.post(f"{FEEDBACK}{feedback.pk}/delete/", {"post": "yes"}).status_code == 403
    feedback.refresh_from_db()
    assert feedback.status == "closed"


@pytest.fixture
def rows(machine, make_sale):
    """One row of each kind that is only shown, by its name in paths."""
    sale = make_sale(code_hash="c" * 64)
    hashed = "d" * 64
    lock = Lock.objects.create(
        machine=machine, client_id="c", code_hash=hashed, expires_at=sale.kept_until
    )
    with transaction.atomic():
        event = event_log(machine, "offline", {})
    mail = Mail.objects.create(to="a@example.org", subject="x", body="y")
    notice = Notice.objects.create(uid=uuid4(), type="jam", payload={"type": "jam"})
    return {"sale": sale, "lock": lock, "loggedevent": event, "mail": mail, "notice": notice}


@pytest.mark.parametrize("kind", ["sale", "lock", "loggedevent", "mail", "notice"])
def test_the_ledger_is_only_shown_and_only_to_administrators(web, rows, kind, sign_in):
    path, pk = f"{HOME}vending/{kind}/", rows[kind].pk
    assert web.get(path).status_code == 200
    page = web.get(f"{path}{pk}/change/")
    assert page.status_code == 200
    assert not re.search("c{64}|d{64}", page.content.decode())
    for address in (f"{path}add/", f"{path}{pk}/delete/", f"{path}{pk}/change/"):
        assert web.post(address, {"post": "yes", "state": "paid"}).status_code == 403
    assert type(rows[kind]).objects.filter(pk=pk).exists()
    assert Sale.objects.get().state == "ordered"
    assert sign_in(OPERATOR, "operator").get(path).status_code == 403


def test_a_local_superuser_works_while_verification_is_down(machine, verification):
    User.objects.create_superuser("boss", "boss@example.com", "correct horse")
    verification.broken = True
    web = Client()
    web.post(f"{HOME}login/", {"username": "boss", "password": "correct horse"})
    assert change(web, machine.pk, current_stock=4).status_code == 302
    assert events() == [("stock_update", {"stock": 4, "before": 10, "by": "boss"})]


def test_nobody_else_gets_in(sign_in, machine):
    for web in (sign_in(ADMIN, "staff"), sign_in(ADMIN), Client()):
        assert web.get(LIST).status_code == 302
    assert Client().get("/admin/")["Location"] == HOME
