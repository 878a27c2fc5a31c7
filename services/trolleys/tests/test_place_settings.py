"""What a place decides about spot checks and cash."""

import pytest
from testing.client import ApiClient
from testing.races import at_once
from trolleys.models import PlaceSettings
from world import MARKET, OWNER

pytestmark = pytest.mark.django_db

PATH = f"/api/trolleys/settings/?location_id={MARKET}"
DEFAULTS = {
    "location_id": MARKET,
    "spot_check_percent": 0,
    "spot_check_items": 3,
    "cash": False,
    "page_text": "",
}


@pytest.fixture
def owner(token):
    return token(OWNER)


def test_without_a_decision_they_are_the_defaults(api, clerk):
    assert api.ask(PATH, token=clerk).json() == DEFAULTS
    assert not PlaceSettings.objects.exists()


def test_the_owner_decides_one_thing_and_the_others_stay(api, owner, clerk):
    changed = api.call("PUT", PATH, {"spot_check_percent": 30}, token=owner)
    assert (changed.status_code, changed.json()) == (200, {**DEFAULTS, "spot_check_percent": 30})
    everything = {
        "spot_check_percent": 100,
        "spot_check_items": 20,
        "cash": True,
        "page_text": "Bags are at the till.",
    }
    api.call("PUT", PATH, everything, token=owner)
    api.call("PUT", PATH, {"cash": False}, token=owner)
    expected = {**DEFAULTS, **everything, "cash": False}
    assert api.ask(PATH, token=clerk).json() == expected
    assert api.ask(PATH.replace("/?", "?"), token=clerk).json() == expected


def test_every_trolley_of_the_place_says_its_text(api, owner, operator, trolley, make_trolley):
    elsewhere = make_trolley("ELSEWHERE", location_id=0)
    text = "é" * 200
    api.call("PUT", PATH, {"page_text": f"  {text}\n"}, token=owner)
    shown = {
        one["trolley_id"]: one["page_text"] for one in api.ask("/api/trolleys").json()["results"]
    }
    assert shown == {trolley.trolley_id: text, elsewhere.trolley_id: ""}
    assert api.ask(f"/api/trolleys/{trolley.trolley_id}").json()["page_text"] == text
    off = api.call(
        "PATCH", f"/api/trolleys/{trolley.trolley_id}", {"is_active": False}, token=operator
    )
    assert off.json()["page_text"] == text
    api.call("PUT", PATH, {"page_text": ""}, token=owner)
    assert api.ask(f"/api/trolleys/{trolley.trolley_id}").json()["page_text"] == ""


def test_who_may_read_and_who_decides(api, token, signer, clerk, owner, operator, john):
    reads, writes = {}, {}
    people = {"clerk": clerk, "owner": owner, "operator": operator, "john": john, "nobody": ""}
    for name, one in people.items():
        reads[name] = api.ask(PATH, token=one).status_code
        writes[name] = api.call("PUT", PATH, {"cash": True}, token=one).status_code
    assert reads == {"clerk": 200, "owner": 200, "operator": 200, "john": 403, "nobody": 401}
    assert writes == {"clerk": 403, "owner": 200, "operator": 200, "john": 403, "nobody": 401}


def test_trolleys_without_a_place_are_decided_about_by_operators(api, signer, operator, clerk):
    staff = signer.access(77, roles=("staff",))
    path = "/api/trolleys/settings"
    assert api.call("PUT", path, {"cash": True}, token=operator).json()["location_id"] == 0
    assert api.ask(path, token=staff).json()["cash"] is True
    assert api.ask(f"{path}?location_id=0", token=staff).json()["cash"] is True
    assert api.call("PUT", path, {"cash": False}, token=staff).status_code == 403
    assert api.ask(path, token=clerk).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"unknown": 1},
        {"spot_check_percent": -1},
        {"spot_check_percent": 101},
        {"spot_check_percent": "30"},
        {"spot_check_percent": 30.0},
        {"spot_check_percent": True},
        {"spot_check_percent": None},
        {"spot_check_items": 0},
        {"spot_check_items": 21},
        {"cash": 1},
        {"cash": "true"},
        {"page_text": None},
        {"page_text": 7},
        {"page_text": "x" * 201},
        {"page_text": "a\0b"},
        {"cash": True, "spot_check_items": 10**30},
    ],
)
def test_odd_settings_change_nothing(api, owner, body):
    refused = api.call("PUT", PATH, body, token=owner)
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")
    assert not PlaceSettings.objects.exists()


@pytest.mark.parametrize("place", ["x", "-1", "1.5", str(2**63), "9" * 40])
def test_an_odd_place_is_refused(api, operator, place):
    path = f"/api/trolleys/settings/?location_id={place}"
    assert api.ask(path, token=operator).status_code == 400
    assert api.call("PUT", path, {"cash": True}, token=operator).status_code == 400


def test_while_locations_is_down_operators_go_on(api, operator, clerk, owner, locations):
    locations.broken = True
    refused = api.ask(PATH, token=clerk)
    assert (refused.status_code, refused.json()["error"]) == (503, "Locations service unavailable")
    assert api.call("PUT", PATH, {"cash": True}, token=owner).status_code == 503
    assert api.call("PUT", PATH, {"cash": True}, token=operator).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_both_hold(owner):
    bodies = [{"spot_check_percent": 50}, {"spot_check_items": 7}, {"cash": True}] * 4
    answers = at_once(
        lambda number: ApiClient().call("PUT", PATH, bodies[number], token=owner).status_code, 12
    )
    assert answers == [200] * 12
    decided = PlaceSettings.objects.get()
    assert (decided.spot_check_percent, decided.spot_check_items, decided.cash) == (50, 7, True)
