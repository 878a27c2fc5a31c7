"""Printers of a place over HTTP: who sets them up, where they may be, what the panel is told."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from kitchen import PRINTERS, follow, new_printer
from orders.actions import orders
from orders.models import Event, Panel
from orders.streams import PanelSource
from printing.actions import printers
from printing.models import Printer, Ticket
from testing.hostile import NO_OBJECTS
from world import LOCATION, STRANGER, WAITER, answer, line, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/events/orders.schema.json").read_text())
CREATE, FIND = PRINTERS.format("create"), f"{PRINTERS.format('find')}?location_id={LOCATION}"
KITCHEN = {"location_id": LOCATION, "name": "Kitchen", "host": "192.168.1.50"}
SHOWN = {
    **KITCHEN,
    "port": 9100,
    "categories": [],
    "columns": 48,
    "language": "en",
    "code_page": "cp858",
    "is_active": True,
    "trouble": None,
    "since": None,
    "waiting": 0,
}


def path(verb, thing):
    return f"{PRINTERS.format(verb)}{thing.pk}/"


def test_a_printer_is_added_and_found(api, owner):
    made = answer(api.send(CREATE, KITCHEN, token=owner))
    assert made == {"id": made["id"], **SHOWN}
    assert answer(api.ask(FIND, token=owner)) == [made]


def test_only_what_is_sent_changes(api, owner):
    printer = new_printer()
    Printer.objects.update(answers=True)
    changed = answer(api.send(path("edit", printer), {"categories": ["Drinks", ""]}, token=owner))
    assert changed["categories"] == ["Drinks", ""]
    assert Printer.objects.get().answers
    answer(api.send(path("edit", printer), {"host": "PRINTER.local"}, token=owner))
    moved = Printer.objects.get()
    assert (moved.host, moved.answers, moved.name) == ("printer.local", False, "Kitchen")


def test_what_was_ordered_while_it_was_out_of_use_is_not_printed(api, owner, table):
    printer = new_printer()
    orders.order_create(code=table, line=line(note="waits"))
    follow()
    for is_active in (False, True):
        answer(api.send(path("edit", printer), {"is_active": is_active}, token=owner))
        orders.order_create(code=table, line=line(note=str(is_active)))
    follow()
    notes = [each.content["lines"][0]["note"] for each in Ticket.objects.order_by("id")]
    assert notes == ["waits", "True"]


def test_taken_away_with_all_that_waits(api, owner, table):
    printer = new_printer()
    orders.order_create(code=table, line=line())
    follow()
    answer_of = api.send(path("remove", printer), {}, token=owner)
    assert answer_of.json() == {"success": True}
    assert not Ticket.objects.exists()
    assert refusal(api.send(path("remove", printer), {}, token=owner)) == (404, "printer_not_found")


def test_names_that_look_alike(api, owner):
    new_printer(name="Bar")
    other = new_printer(name="Kitchen")
    body = {**KITCHEN, "name": " bAR"}
    assert refusal(api.send(CREATE, body, token=owner)) == (400, "duplicate_printer")
    edited = api.send(path("edit", other), {"name": "BAR"}, token=owner)
    assert refusal(edited) == (400, "duplicate_printer")
    assert sorted(Printer.objects.values_list("name", flat=True)) == ["Bar", "Kitchen"]


def test_a_place_has_twenty_at_most(api, owner, monkeypatch):
    monkeypatch.setattr(printers, "MAX_PRINTERS", 1)
    answer(api.send(CREATE, KITCHEN, token=owner))
    body = {**KITCHEN, "name": "Bar"}
    assert refusal(api.send(CREATE, body, token=owner)) == (400, "too_many_printers")


@pytest.mark.parametrize(
    "where",
    [
        *({"host": host} for host in ("169.254.169.254", "8.8.8.8", "127.1", "http://a", "a b")),
        *({"port": port} for port in (22, 80, 5432, 9110)),
    ],
    ids=json.dumps,
)
def test_no_printer_may_be_elsewhere(api, owner, where):
    assert refusal(api.send(CREATE, {**KITCHEN, **where}, token=owner)) == (400, "printer_refused")
    printer = new_printer()
    edited = api.send(path("edit", printer), where, token=owner)
    assert refusal(edited) == (400, "printer_refused")
    assert Printer.objects.get().host == "127.0.0.1"


ODD = [
    {"name": ""},
    {"name": "x" * 61},
    {"host": ""},
    {"host": None},
    {"port": "9100"},
    {"port": 0},
    {"columns": 40},
    {"language": "fr"},
    {"code_page": "utf-8"},
    {"categories": "Drinks"},
    {"categories": [1]},
    {"is_active": 1},
]


@pytest.mark.parametrize("odd", ODD, ids=json.dumps)
def test_odd_values(api, owner, odd):
    status, _ = refusal(api.send(CREATE, {**KITCHEN, **odd}, token=owner))
    assert status == 400
    assert not Printer.objects.exists()


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_no_object(api, owner, body):
    assert refusal(api.send(CREATE, body, token=owner)) == (400, "malformed_json")


def test_a_repeat_adds_one(api, owner):
    headers = {"Idempotency-Key": "tap"}
    first = answer(api.send(CREATE, KITCHEN, token=owner, headers=headers))
    assert answer(api.send(CREATE, KITCHEN, token=owner, headers=headers)) == first
    assert Printer.objects.count() == 1


def test_staff_of_the_place_and_nobody_else(api, signer):
    printer = new_printer()
    ticket = Ticket.objects.create(printer=printer, kind="test", content={"place": "", "lines": []})
    for token in (None, signer.access(STRANGER)):
        for verb in ("edit", "remove", "test"):
            refused = api.send(path(verb, printer), {}, token=token)
            assert refusal(refused) == (403, "incorrect_credentials")
        assert refusal(api.send(CREATE, KITCHEN, token=token)) == (403, "incorrect_credentials")
        again = api.send(path("again", ticket), {}, token=token)
        assert refusal(again) == (403, "incorrect_credentials")
        for seen in (FIND, path("tickets", printer)):
            assert refusal(api.ask(seen, token=token)) == (403, "incorrect_credentials")
    assert Ticket.objects.count() == 1


def test_the_last_tickets_and_one_again(api, signer, table):
    printer, waiter = new_printer(), signer.access(WAITER)
    orders.order_create(code=table, line=line(quantity=2))
    follow()
    (ticket,) = answer(api.ask(path("tickets", printer), token=waiter))
    assert ticket["lines"] == [{"quantity": 2, "name": "#1"}]
    assert (ticket["kind"], ticket["is_copy"], ticket["printed"]) == ("added", False, None)
    assert api.send(f"{PRINTERS.format('again')}{ticket['id']}/", {}, token=waiter).json() == {
        "success": True
    }
    assert answer(api.ask(path("tickets", printer), token=waiter))[0]["is_copy"]
    assert api.send(path("test", printer), {}, token=waiter).json() == {"success": True}
    assert answer(api.ask(path("tickets", printer), token=waiter))[0]["kind"] == "test"
    unknown = api.send(f"{PRINTERS.format('again')}99999999/", {}, token=waiter)
    assert refusal(unknown) == (404, "ticket_not_found")


def test_the_panel_is_told_as_the_schema_says(api, owner):
    printer = answer(api.send(CREATE, KITCHEN, token=owner))
    answer_of = api.send(f"{PRINTERS.format('remove')}{printer['id']}/", {}, token=owner)
    assert answer_of.status_code == 200
    told = PanelSource().events(str(LOCATION), 0, Panel.objects.get().epoch)
    frames = [json.loads(each.text) for each in told]
    for each in frames:
        Draft202012Validator(SCHEMA).validate(each)
    kinds = ["printer.changed", "printer.removed"]
    assert [(each["type"], each["data"]["id"]) for each in frames] == [
        (kind, printer["id"]) for kind in kinds
    ]
    assert list(Event.objects.values_list("session", flat=True)) == [None, None]
