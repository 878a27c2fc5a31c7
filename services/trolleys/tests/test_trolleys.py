"""Trolleys as things: reading them, making and changing them, their codes and keys."""

import json

import pytest
from devices.models import Device, DeviceKey
from django.utils import timezone
from testing.client import ApiClient
from testing.hostile import NO_IDS
from testing.races import at_once
from trolleys.models import BoardEvent, Session, Trolley
from world import JOHN, MARKET, TROLLEY, success

pytestmark = pytest.mark.django_db

PATH = "/api/trolleys"
ONE = f"{PATH}/{TROLLEY}"


def told(location_id=MARKET):
    """The trolleys' rows that a board has been told, oldest first."""
    events = BoardEvent.objects.filter(board=location_id, kind="trolley.changed").order_by("seq")
    return [json.loads(event.data) for event in events]


def test_a_free_trolley_as_the_seed_shows_it(api, trolley):
    answer = api.ask(ONE)
    assert answer.status_code == 200
    shown = dict(answer.json())
    payload = shown.pop("qr_payload")
    assert set(payload) == {"trolley_id", "url", "timestamp", "hash"}
    assert payload["url"] == shown["qr_code_data"]
    assert payload["url"].endswith(f"/trolley/{TROLLEY}")
    assert payload["timestamp"] == shown["created_at"]
    assert len(payload["hash"]) == 8
    assert shown == {
        "id": trolley.pk,
        "trolley_id": TROLLEY,
        "qr_code_data": payload["url"],
        "is_active": True,
        "is_locked": True,
        "status": "available",
        "location_id": MARKET,
        "trolley_online": False,
        "reserved_until": None,
        "assigned_to": None,
        "assigned_to_username": None,
        "assigned_at": None,
        "last_seen": None,
        "created_at": shown["created_at"],
        "cash": False,
        "page_text": "",
    }
    assert api.ask(f"{ONE}/").json() == answer.json()


def test_a_trolley_that_john_has(api, session):
    shown = api.ask(ONE).json()
    assert (shown["status"], shown["is_locked"]) == ("in_use", False)
    assert (shown["assigned_to"], shown["assigned_to_username"]) == (JOHN, "john_doe")
    Session.objects.update(alive_until=timezone.now())
    assert api.ask(ONE).json()["assigned_to"] is None


def test_a_guests_trolley_names_nobody(api, make_session):
    make_session()
    shown = api.ask(ONE).json()
    assert (shown["status"], shown["assigned_to"]) == ("in_use", None)
    assert shown["assigned_to_username"] is None


def test_strict_names_nobody_but_to_staff_and_the_holder(
    api, session, settings, signer, john, jane, clerk, operator
):
    settings.AUTH_MODE = "strict"

    def seen(token):
        one = api.ask(ONE, token=token).json()["assigned_to_username"]
        assert api.ask(PATH, token=token).json()["results"][0]["assigned_to_username"] == one
        return one

    expired = signer.access(JOHN, lifetime=-5)
    assert [seen(one) for one in ("", "nonsense", expired, jane)] == [None] * 4
    assert [seen(one) for one in (john, clerk, operator)] == ["john_doe"] * 3


def test_strict_goes_on_while_locations_is_down(api, session, settings, clerk, locations):
    settings.AUTH_MODE = "strict"
    locations.broken = True
    answer = api.ask(ONE, token=clerk)
    assert (answer.status_code, answer.json()["assigned_to"]) == (200, None)


@pytest.mark.parametrize("name", [*NO_IDS, "NOBODY", "a" * 300, "ü", "a b"])
def test_an_unknown_trolley_is_named_in_the_refusal(api, name):
    answer = api.ask(f"{PATH}/{name}/")
    assert answer.status_code == 404
    assert answer.json()["error"].startswith("Trolley ")
    assert answer.json()["error"].endswith(" not found")


def test_an_operator_makes_a_trolley(api, operator):
    answer = api.send(PATH, {"trolley_id": "NEW-1", "location_id": MARKET}, token=operator)
    assert answer.status_code == 201
    assert (answer.json()["status"], answer.json()["location_id"]) == ("available", MARKET)
    assert answer.json() == api.ask(f"{PATH}/NEW-1").json()
    assert [row["trolley_id"] for row in told()] == ["NEW-1"]
    bare = api.send(PATH, {"trolley_id": "n_2", "is_active": False}, token=operator).json()
    assert (bare["location_id"], bare["status"]) == (None, "inactive")


def test_a_trolley_is_made_once(api, trolley, operator):
    again = api.send(PATH, {"trolley_id": TROLLEY}, token=operator)
    assert (again.status_code, again.json()["error"]) == (409, "Trolley already exists")
    assert Trolley.objects.get().location_id == MARKET


@pytest.mark.django_db(transaction=True)
def test_ten_operators_make_one_trolley(operator):
    body = {"trolley_id": "NEW-1"}
    answers = at_once(lambda _: ApiClient().send(PATH, body, token=operator).status_code, 10)
    assert sorted(answers) == [201] + [409] * 9
    assert (Trolley.objects.count(), Device.objects.count(), len(told(0))) == (1, 1, 1)


@pytest.mark.parametrize(
    "body",
    [
        *({}, {"trolley_id": ""}, {"trolley_id": "a" * 51}, {"trolley_id": "a b"}),
        *({"trolley_id": "ü"}, {"trolley_id": 5}, {"trolley_id": None}, {"trolley_id": ["A"]}),
        *({"trolley_id": "usage"}, {"trolley_id": "live"}, {"trolley_id": "settings"}),
        {"trolley_id": "A\n"},
        {"trolley_id": "A", "is_active": 1},
        {"trolley_id": "A", "is_active": None},
        {"trolley_id": "A", "location_id": 0},
        {"trolley_id": "A", "location_id": True},
        {"trolley_id": "A", "location_id": 10**30},
        {"trolley_id": "A", "location_id": 77},
    ],
)
def test_odd_trolleys_are_not_made(api, operator, locations, body):
    missing = {"success": False, "reason": "location_not_found"}
    locations.on("GET", "/internal/locations/77/", missing, status=404)
    answer = api.send(PATH, body, token=operator)
    assert (answer.status_code, answer.json()["error"]) == (400, "Invalid request")
    assert not Trolley.objects.exists()


def test_while_locations_is_down_no_trolley_comes_to_a_place(api, operator, trolley, locations):
    locations.broken = True
    answer = api.send(PATH, {"trolley_id": "A", "location_id": MARKET}, token=operator)
    assert (answer.status_code, answer.json()["error"]) == (503, "Locations service unavailable")
    moved = api.call("PATCH", ONE, {"location_id": 32}, token=operator)
    assert moved.status_code == 503
    assert Trolley.objects.get().location_id == MARKET
    assert api.call("PATCH", ONE, {"is_active": False}, token=operator).status_code == 200


CALLS = [
    ("POST", PATH, {"trolley_id": "NEW"}),
    ("PATCH", ONE, {"is_active": False}),
    ("POST", f"{ONE}/keys", None),
    ("DELETE", f"{ONE}/keys/1", None),
    ("POST", f"{ONE}/renew-code", None),
    ("POST", f"{ONE}/force-unassign", None),
    ("GET", f"{PATH}/live?location_id={MARKET}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_strangers_are_refused_and_nothing_changes(
    api, session, john, signer, clerk, method, path, body
):
    before = Trolley.objects.values().get()
    refused = api.call(method, path, body)
    assert (refused.status_code, refused.json()["error"]) == (401, "Authentication required")
    assert api.call(method, path, body, token=signer.access(5, lifetime=-5)).status_code == 401
    strangers = [john, signer.access(77, roles=("staff",))]
    if "keys" in path or method == "PATCH" or path == PATH:
        strangers.append(clerk)  # for operators alone
    for token in strangers:
        refused = api.call(method, path, body, token=token)
        assert (refused.status_code, refused.json()["error"]) == (403, "Not allowed")
    assert Trolley.objects.values().get() == before
    assert not DeviceKey.objects.exists()
    assert Session.objects.get().state == "active"


@pytest.mark.parametrize(("method", "path", "body"), CALLS[1:6])
def test_an_unknown_trolley_is_not_found(api, operator, method, path, body):
    refused = api.call(method, path, body, token=operator)
    assert (refused.status_code, refused.json()["error"]) == (404, f"Trolley {TROLLEY} not found")


def test_switching_off_lets_the_session_end_by_itself(api, session, operator):
    shown = api.call("PATCH", ONE, {"is_active": False}, token=operator).json()
    assert (shown["is_active"], shown["status"]) == (False, "in_use")
    assert Session.objects.get().state == "active"
    api.call("PATCH", f"{ONE}/", {"is_active": False}, token=operator)
    assert [row["is_active"] for row in told()] == [False]  # the repeat is no change


def test_a_free_trolley_comes_to_another_place_and_both_boards_hear(
    api, trolley, operator, locations
):
    elsewhere = {"id": 32, "name": "Other", "user_id": 1, "staff": []}
    locations.on("GET", "/internal/locations/32/", success(elsewhere))
    shown = api.call("PATCH", ONE, {"location_id": 32}, token=operator).json()
    assert shown["location_id"] == 32
    assert [row["location_id"] for row in told() + told(32)] == [32, 32]
    assert (
        api.call("PATCH", ONE, {"location_id": None}, token=operator).json()["location_id"] is None
    )


def test_a_trolley_that_somebody_has_stays_at_its_place(api, session, operator):
    body = {"location_id": None, "is_active": False}
    refused = api.call("PATCH", ONE, body, token=operator)
    assert (refused.status_code, refused.json()["error"]) == (409, "Trolley is already in use")
    assert refused.json()["assigned_to"] == "john_doe"
    assert (Trolley.objects.get().location_id, Trolley.objects.get().is_active) == (MARKET, True)
    same = api.call("PATCH", ONE, {"location_id": MARKET}, token=operator)
    assert same.status_code == 200  # that is where it is


def test_a_reserved_trolley_stays_at_its_place(api, trolley, operator, jane):
    api.send(f"{ONE}/reserve", token=jane)
    refused = api.call("PATCH", ONE, {"location_id": None}, token=operator)
    assert (refused.status_code, refused.json()["error"]) == (409, "Trolley is reserved")


@pytest.mark.parametrize(
    "body",
    [
        *({}, {"trolley_id": "B"}, {"is_active": None}, {"is_active": "false"}),
        *({"location_id": "x"}, {"location_id": -1}, {"location_id": False}),
    ],
)
def test_odd_changes_change_nothing(api, trolley, operator, body):
    before = Trolley.objects.values().get()
    refused = api.call("PATCH", ONE, body, token=operator)
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")
    assert Trolley.objects.values().get() == before


def test_a_renewed_code_has_another_hash_and_is_stable_again(api, trolley, clerk):
    first = api.ask(ONE).json()["qr_payload"]
    renewed = api.send(f"{ONE}/renew-code", token=clerk)
    assert renewed.status_code == 200
    second = renewed.json()["qr_payload"]
    assert second["timestamp"] > first["timestamp"]
    assert second["hash"] != first["hash"]
    assert api.ask(ONE).json()["qr_payload"] == second
    assert [row["qr_payload"] for row in told()] == [second]


def test_keys_are_shown_once_and_several_are_valid(api, trolley, operator):
    keys = [api.send(f"{ONE}/keys", token=operator) for _ in range(2)]
    assert [one.status_code for one in keys] == [201, 201]
    first, second = (one.json() for one in keys)
    assert first["key"] != second["key"]
    assert set(first) == {"id", "key", "created_at"}
    assert first["key"] not in str(DeviceKey.objects.values())
    gone = api.call("DELETE", f"{ONE}/keys/{first['id']}", token=operator)
    assert (gone.status_code, gone.content) == (204, b"")
    valid = trolley.device.keys.filter(revoked_at=None)
    assert [key.pk for key in valid] == [second["id"]]
    again = api.call("DELETE", f"{ONE}/keys/{first['id']}/", token=operator)
    assert (again.status_code, again.json()["error"]) == (404, "Not found")


def test_the_key_of_another_trolley_is_not_ended_by_this_one(api, trolley, make_trolley, operator):
    make_trolley("OTHER")
    key = api.send(f"{PATH}/OTHER/keys", token=operator).json()
    assert api.call("DELETE", f"{ONE}/keys/{key['id']}", token=operator).status_code == 404
    assert DeviceKey.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", ONE), ("PUT", ONE), ("POST", ONE), ("DELETE", PATH), ("GET", f"{ONE}/keys")],
)
def test_other_methods_are_refused(api, trolley, operator, method, path):
    answer = api.call(method, path, token=operator)
    assert (answer.status_code, answer.json()["error"]) == (405, "Method not allowed")
