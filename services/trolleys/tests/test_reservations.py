"""Keeping a trolley until one comes for it."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from testing.client import ApiClient
from testing.hostile import NO_IDS
from testing.races import at_once
from trolleys.actions.reservations import reservations_lapse
from trolleys.models import BoardEvent, Session, Trolley
from world import JANE, JOHN, MARKET, TROLLEY

pytestmark = pytest.mark.django_db

PATH = f"/api/trolleys/{TROLLEY}/reserve"


def statuses():
    """What the board was told of the trolley's status."""
    events = BoardEvent.objects.filter(board=MARKET, kind="trolley.changed").order_by("seq")
    return [json.loads(event.data)["status"] for event in events]


def end_now():
    Trolley.objects.update(reserved_until=timezone.now())


def test_a_reservation_lasts_ten_minutes_and_is_not_made_longer(api, trolley, john):
    made = api.send(PATH, token=john)
    assert made.status_code == 201
    until = Trolley.objects.get().reserved_until
    assert abs(until - timezone.now() - timedelta(minutes=10)) < timedelta(seconds=20)
    again = api.send(f"{PATH}/", token=john)
    assert (again.status_code, again.json()) == (200, made.json())
    assert set(made.json()) == {"trolley_id", "reserved_until"}
    shown = api.ask(f"/api/trolleys/{TROLLEY}").json()
    assert (shown["status"], shown["is_locked"]) == ("reserved", True)
    assert shown["reserved_until"] == made.json()["reserved_until"]
    assert statuses() == ["reserved"]


def test_what_john_has_reserved_is_not_janes(api, trolley, john, jane):
    until = api.send(PATH, token=john).json()["reserved_until"]
    refused = api.send(PATH, token=jane)
    body = refused.json()
    assert (refused.status_code, body["error"]) == (409, "Trolley is reserved")
    assert (body["trolley_id"], body["reserved_until"]) == (TROLLEY, until)
    assert "john" not in refused.content.decode()
    refused = api.call("DELETE", PATH, token=jane)
    assert (refused.status_code, refused.json()["error"]) == (409, "Trolley is not reserved by you")
    assert Trolley.objects.get().reserved_by == JOHN


def test_who_reserved_gives_it_back(api, trolley, john, jane):
    api.send(PATH, token=john)
    given = api.call("DELETE", PATH, token=john)
    assert given.status_code == 200
    assert given.json() == {"trolley_id": TROLLEY, "reserved_until": None}
    assert api.call("DELETE", PATH, token=john).status_code == 409
    assert api.send(PATH, token=jane).status_code == 201
    assert statuses() == ["reserved", "available", "reserved"]


def test_a_reservation_is_over_by_the_clock(api, trolley, john, jane):
    api.send(PATH, token=john)
    end_now()
    assert api.ask(f"/api/trolleys/{TROLLEY}").json()["status"] == "available"
    assert api.call("DELETE", PATH, token=john).status_code == 409
    assert api.send(PATH, token=jane).status_code == 201
    assert Trolley.objects.get().reserved_by == JANE


def test_the_worker_tells_boards_of_reservations_that_are_over(api, trolley, john):
    api.send(PATH, token=john)
    assert reservations_lapse() is False
    assert statuses() == ["reserved"]
    end_now()
    assert reservations_lapse() is False
    assert reservations_lapse() is False
    assert statuses() == ["reserved", "available"]
    assert Trolley.objects.get().reserved_until is None


@pytest.mark.parametrize(("mode", "name"), [("open", "john_doe"), ("strict", None)])
def test_a_trolley_in_use_is_not_reserved(api, session, jane, settings, mode, name):
    settings.AUTH_MODE = mode
    refused = api.send(PATH, token=jane)
    body = refused.json()
    assert (refused.status_code, body["error"]) == (409, "Trolley is already in use")
    assert (body["trolley_id"], body["assigned_to"]) == (TROLLEY, name)
    assert body["assigned_at"].endswith("Z")
    assert ("(john_doe)" in body["message"]) is (name is not None)
    assert Trolley.objects.get().reserved_by is None


def test_a_trolley_whose_session_has_run_out_is_reserved(api, session, jane):
    Session.objects.update(alive_until=timezone.now())
    assert api.send(PATH, token=jane).status_code == 201


def test_refusals(api, trolley, john, signer):
    assert api.send(PATH).status_code == 401
    assert api.send(PATH, token=signer.access(JOHN, lifetime=-5)).status_code == 401
    for name in (*NO_IDS, "NOBODY"):
        for method in ("POST", "DELETE"):
            refused = api.call(method, f"/api/trolleys/{name}/reserve", token=john)
            assert refused.status_code == 404
    Trolley.objects.update(is_active=False)
    refused = api.send(PATH, token=john)
    assert (refused.status_code, refused.json()["error"]) == (
        400,
        "Trolley is not available for use",
    )
    assert Trolley.objects.get().reserved_by is None


def test_the_same_key_gets_the_same_answer(api, trolley, john, jane):
    headers = {"Idempotency-Key": "tap"}
    made = api.send(PATH, {}, token=john, headers=headers)
    api.call("DELETE", PATH, token=john)
    again = api.send(PATH, {}, token=john, headers=headers)
    assert (again.status_code, again.content) == (201, made.content)
    assert Trolley.objects.get().reserved_by is None  # it was only told again
    other = api.send(PATH, {"x": 1}, token=john, headers=headers)
    assert (other.status_code, other.json()["error"]) == (422, "Idempotency key reused")
    assert api.send(PATH, {}, token=jane, headers=headers).status_code == 201
    odd = api.send(PATH, {}, token=john, headers={"Idempotency-Key": "x" * 201})
    assert odd.status_code == 400


def test_a_user_keeps_three_trolleys_at_most(api, make_trolley, john, jane):
    paths = [f"/api/trolleys/T_{number}/reserve" for number in range(4)]
    for number in range(4):
        make_trolley(f"T_{number}")
    assert [api.send(path, token=john).status_code for path in paths] == [201, 201, 201, 409]
    refused = api.send(paths[3], token=john).json()
    assert refused["error"] == "Too many trolleys reserved"
    assert Trolley.objects.get(trolley_id="T_3").reserved_by is None
    assert api.send(paths[0], token=john).status_code == 200
    assert api.send(paths[3], token=jane).status_code == 201
    api.call("DELETE", paths[3], token=jane)
    api.call("DELETE", paths[0], token=john)
    assert api.send(paths[3], token=john).status_code == 201
    end_now()
    assert api.send(paths[0], token=john).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_six_trolleys_at_once_a_user_gets_three(make_trolley, john):
    for number in range(6):
        make_trolley(f"T_{number}")

    def reserve(number):
        return ApiClient().send(f"/api/trolleys/T_{number}/reserve", token=john).status_code

    assert Counter(at_once(reserve, 6)) == {201: 3, 409: 3}


def test_boards_are_counted_by_location(make_trolley):
    """Whoever tells several boards does so in one order, or two of them could wait in a circle."""
    over = {"reserved_by": JOHN, "reserved_until": timezone.now()}
    for number, place in enumerate((77, MARKET, 0, 77)):
        make_trolley(f"T_{number}", location_id=place, **over)
    reservations_lapse()
    told = BoardEvent.objects.order_by("id").values_list("board", flat=True)
    assert list(told) == [0, MARKET, 77, 77]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_reserves(trolley, signer):
    tokens = [signer.access(100 + number) for number in range(12)]
    answers = at_once(lambda number: ApiClient().send(PATH, token=tokens[number]).status_code, 12)
    assert Counter(answers) == {201: 1, 409: 11}
    assert statuses() == ["reserved"]
