"""Staff pause the orders of a place, and go on."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from django.db import OperationalError
from jsonschema import Draft202012Validator
from orders import offers
from orders.actions import pauses, places
from orders.models import Order, Pause, PlaceSettings
from sockets import Listener, listen
from test_events_schema import SCHEMA
from testing.client import ApiClient
from testing.races import at_once
from testing.sockets import in_thread
from world import CREATE, LOCATION, OWNER, STRANGER, WAITER, answer, espresso, refusal, wanted

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("location", "sockets_closed"),
]

PAUSE, RESUME = f"/orders/pause/{LOCATION}/", f"/orders/resume/{LOCATION}/"
OFFER = f"/orders/offer/{LOCATION}/"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
NEVER = {"week": [[] for _ in range(7)], "days": []}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    def set_to(moment):
        monkeypatch.setattr(offers, "now", lambda: moment)

    set_to(NOW)
    return set_to


def iso(moment):
    return moment.isoformat(timespec="microseconds")


def paused(minutes, words=""):
    return {"until": iso(NOW + timedelta(minutes=minutes)), "words": words}


def test_a_quarter_of_an_hour_unless_they_say_otherwise(api, owner):
    assert answer(api.send(PAUSE, {}, token=owner))["pause"] == paused(15)
    assert answer(api.ask(OFFER))["pause"] == paused(15)


def test_who_paused_with_which_words_and_who_went_on(api, signer, clock):
    body = {"minutes": 30, "words": "  The oven rests. "}
    shown = answer(api.send(PAUSE, body, token=signer.access(WAITER)))
    assert shown["pause"] == paused(30, "The oven rests.")
    clock(NOW + timedelta(minutes=10))
    assert answer(api.send(RESUME, {}, token=signer.access(OWNER)))["pause"] is None
    pause = Pause.objects.get()
    assert (pause.user_id, pause.created_at, pause.words) == (WAITER, NOW, "The oven rests.")
    assert (pause.ended_by, pause.ended_at) == (OWNER, NOW + timedelta(minutes=10))


def test_it_ends_by_itself(api, owner, clock):
    answer(api.send(PAUSE, {"minutes": 5}, token=owner))
    clock(NOW + timedelta(minutes=5))
    assert answer(api.ask(OFFER))["pause"] is None
    assert answer(api.send(RESUME, {}, token=owner))["pause"] is None
    assert Pause.objects.get().ended_at is None  # by nobody


def test_pausing_again_begins_anew(api, owner):
    for minutes in (15, 60):
        shown = answer(api.send(PAUSE, {"minutes": minutes}, token=owner))
    assert shown["pause"] == paused(60)
    first, second = Pause.objects.order_by("id")
    assert (first.ended_by, second.ended_by) == (OWNER, None)


def test_going_on_twice_is_the_same(api, owner):
    answer(api.send(PAUSE, {}, token=owner))
    for _ in range(2):
        assert answer(api.send(RESUME, {}, token=owner))["pause"] is None
    assert Pause.objects.count() == 1


@pytest.mark.parametrize(
    "odd",
    [{"minutes": 4}, {"minutes": 121}, {"minutes": "15"}, {"minutes": None}, {"words": "x" * 201}],
    ids=str,
)
def test_odd_values_pause_nothing(api, owner, odd):
    assert api.send(PAUSE, odd, token=owner).status_code in (400, 422)
    assert not Pause.objects.exists()


@pytest.mark.parametrize("path", [PAUSE, RESUME])
def test_nobody_but_staff(api, signer, owner, path):
    answer(api.send(PAUSE, {}, token=owner))
    for token in (None, signer.access(STRANGER)):
        assert refusal(api.send(path, {}, token=token)) == (403, "incorrect_credentials")
    assert Pause.objects.get().ended_at is None


def offer_of(frame):
    Draft202012Validator(SCHEMA).validate(frame)
    assert frame["type"] == "offer.changed"
    return frame["data"]


async def test_phones_and_panels_hear_of_it_at_once(table, owner):
    guest = await listen(table)
    await guest.frame()
    headers = [(b"authorization", f"Bearer {owner}".encode())]
    panel = await Listener(f"/ws/panel/{LOCATION}/", headers=headers).open()
    await panel.frame()
    begin = partial(pauses.pause_begin, minutes=15, words="Soon")
    await in_thread(begin, location_id=LOCATION, user_id=OWNER)
    for socket in (guest, panel):
        assert offer_of(await socket.frame())["pause"] == paused(15, "Soon")
    await in_thread(pauses.pause_end, location_id=LOCATION, user_id=OWNER)
    for socket in (guest, panel):
        assert offer_of(await socket.frame())["pause"] is None


async def test_phones_hear_of_new_hours_and_of_nothing_else(table):
    guest = await listen(table)
    await guest.frame()
    fields = {"kitchen": {**NEVER, "categories": ["Soups"]}}
    await in_thread(places.place_set, location_id=LOCATION, fields=fields)
    kitchen = {"is_on": False, "changes": None, "categories": ["Soups"]}
    assert offer_of(await guest.frame())["kitchen"] == kitchen
    await in_thread(places.place_set, location_id=LOCATION, fields={"languages": ["de"]})
    assert await guest.silent()


def test_once_it_is_answered_no_order_of_a_guest_comes_through(table, sell, owner):
    sell(1337, espresso())
    pause, orders = 20, 60

    def act(number):
        api = ApiClient()
        if number == pause:
            return answer(api.send(PAUSE, {}, token=owner))["pause"] and "paused"
        response = api.send(CREATE, wanted(table), headers={"Prefer": "return=minimal"})
        return response.json().get("reason")

    reasons = at_once(act, orders)
    placed = reasons.count(None)
    assert set(reasons) <= {None, "orders_paused", "paused"}
    assert Order.objects.count() == placed
    assert refusal(ApiClient().send(CREATE, wanted(table))) == (409, "orders_paused")
    assert Order.objects.count() == placed


def elsewhere_paused():
    """Another process pauses, of which this one is not told."""
    pause = Pause.objects.create(
        location_id=LOCATION, until=NOW + timedelta(minutes=5), user_id=OWNER, created_at=NOW
    )
    PlaceSettings.objects.create(location_id=LOCATION, pause=pause)
    return pause.until


def test_what_another_process_has_paused_is_read_behind_an_order():
    assert offers.offer_of(LOCATION).paused_until is None
    until = elsewhere_paused()
    assert offers.offer_of(LOCATION).paused_until is None
    offers._renew(LOCATION)
    assert offers.offer_of(LOCATION).paused_until == until


def test_a_database_that_is_away_is_found_out_by_the_next_order(monkeypatch):
    def fail(location_id):
        raise OperationalError

    offers.offer_of(LOCATION)
    offers._renewing.add(LOCATION)
    with monkeypatch.context() as patch:
        patch.setattr(offers, "_read", fail)
        offers._renew(LOCATION)
    assert LOCATION not in offers._renewing


def test_many_at_once_leave_one_that_runs(owner):
    at_once(lambda _: answer(ApiClient().send(PAUSE, {}, token=owner)), 10)
    ended = list(Pause.objects.order_by("id").values_list("ended_at", flat=True))
    assert ended == [NOW] * 9 + [None]
    ids = list(Pause.objects.order_by("id").values_list("id", flat=True))
    assert all(before < after for before, after in pairwise(ids))
    assert json.loads(ApiClient().ask(OFFER).content)["response"]["pause"] == paused(15)
