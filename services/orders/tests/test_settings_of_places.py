"""How a place works: its steps, who opens tables, the word, its languages."""

import json

import pytest
from orders.actions import orders, places
from orders.models import Event, PlaceSettings
from testing.hostile import NO_OBJECTS
from world import LOCATION, LOCATION_PATH, STRANGER, WAITER, answer, line, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]

SETTINGS = f"/orders/settings/{LOCATION}/"
MOVE = "/orders/move/{}/"
ALL = ["accepted", "preparing", "ready", "served"]
FRESH = {
    "steps": ALL,
    "open_by": "staff",
    "ask_word": False,
    "languages": [],
    "timezone": "UTC",
    "hours": None,
    "kitchen": None,
    "menus": [],
    "tell_wait": True,
}


def test_a_place_has_them_from_the_beginning(api):
    assert answer(api.ask(SETTINGS)) == FRESH
    assert not PlaceSettings.objects.exists()


def test_only_what_is_sent_changes(api, signer):
    waiter = signer.access(WAITER)
    assert answer(api.send(SETTINGS, {"steps": ["ready", "served"]}, token=waiter)) == {
        **FRESH,
        "steps": ["ready", "served"],
    }
    body = {"open_by": "guest", "ask_word": True, "languages": ["de", "pt-BR"]}
    body["timezone"] = "Asia/Kolkata"
    changed = answer(api.send(SETTINGS, body, token=waiter))
    assert changed == {**FRESH, **body, "steps": ["ready", "served"]}
    assert answer(api.ask(SETTINGS)) == changed
    assert answer(api.send(SETTINGS, {"languages": []}, token=waiter))["languages"] == []
    assert answer(api.send(SETTINGS, {}, token=waiter)) == {**changed, "languages": []}


def test_a_place_that_names_no_zone_has_the_services(api, settings):
    settings.PLACE_TIMEZONE = "Europe/Berlin"
    assert answer(api.ask(SETTINGS)) == {**FRESH, "timezone": "Europe/Berlin"}


def test_staff_change_them_and_nobody_else(api, signer):
    for token in (None, signer.access(STRANGER)):
        response = api.send(SETTINGS, {"open_by": "guest"}, token=token)
        assert refusal(response) == (403, "incorrect_credentials")
    assert not PlaceSettings.objects.exists()


ODD = [
    {"steps": []},
    {"steps": ["served"]},
    {"steps": ["ready", "accepted", "served"]},
    {"steps": ["accepted", "ready"]},
    {"steps": ["ready", "ready", "served"]},
    {"steps": ["new", "served"]},
    {"steps": ["cancelled", "served"]},
    {"steps": "served"},
    {"steps": None},
    {"steps": [1, 2]},
    {"steps": [*ALL, "served"]},
    {"open_by": "nobody"},
    {"open_by": None},
    {"open_by": 1},
    {"ask_word": "yes"},
    {"ask_word": 1},
    {"ask_word": None},
    {"languages": "de"},
    {"languages": ["German"]},
    {"languages": ["de", 1]},
    {"languages": ["de"] * 21},
    {"languages": None},
    {"languages": [{"de": 1}]},
    {"open_by": "guest", "ask_word": []},
    {"timezone": "Europe"},
    {"timezone": "europe/berlin"},
    {"timezone": "../Europe/Berlin"},
    {"timezone": "localtime"},
    {"timezone": "CET+1"},
    {"timezone": ""},
    {"timezone": None},
    {"timezone": 1},
]


@pytest.mark.parametrize("odd", ODD, ids=json.dumps)
def test_odd_values_are_erroneous_and_change_nothing(api, owner, odd):
    assert refusal(api.send(SETTINGS, odd, token=owner)) == (400, "erroneous_value")
    assert answer(api.ask(SETTINGS)) == FRESH
    assert not Event.objects.exists()


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_no_object(api, owner, body):
    assert refusal(api.send(SETTINGS, body, token=owner)) == (400, "malformed_json")


def test_an_unknown_place(api, locations, owner):
    missing = {"success": False, "reason": "location_not_found"}
    locations.on("GET", LOCATION_PATH, missing, status=404)
    assert refusal(api.ask(SETTINGS)) == (404, "location_not_found")
    assert refusal(api.send(SETTINGS, {}, token=owner)) == (403, "incorrect_credentials")


def test_locations_is_asked_only_where_nothing_has_happened(api, locations, table):
    answer(api.ask(SETTINGS))
    assert locations.asked("GET", LOCATION_PATH) == 0
    locations.broken = True
    assert answer(api.ask(SETTINGS)) == FRESH


def test_the_panel_is_told(api, owner):
    changed = answer(api.send(SETTINGS, {"ask_word": True}, token=owner))
    event = Event.objects.get()
    assert (event.kind, json.loads(event.data), event.panel_seq) == ("settings.changed", changed, 1)


def move(api, owner, order_id, to):
    return api.send(MOVE.format(order_id), {"state": to}, token=owner)


def test_with_two_steps_an_order_is_served_in_two_taps(api, owner, table):
    places.place_set(location_id=LOCATION, fields={"steps": ["preparing", "served"]})
    order = json.loads(orders.order_create(code=table, line=line()))["id"]
    assert refusal(move(api, owner, order, "accepted")) == (409, "illegal_move")
    for to in ("preparing", "served"):
        assert answer(move(api, owner, order, to))["state"] == to
    assert answer(move(api, owner, order, "preparing"))["state"] == "preparing"


def test_an_order_at_a_step_that_is_gone_goes_on_to_the_next(api, owner, table):
    order = json.loads(orders.order_create(code=table, line=line()))["id"]
    for to in ("accepted", "preparing"):
        answer(move(api, owner, order, to))
    places.place_set(location_id=LOCATION, fields={"steps": ["ready", "served"]})
    assert refusal(move(api, owner, order, "accepted")) == (409, "illegal_move")
    assert answer(move(api, owner, order, "ready"))["state"] == "ready"
