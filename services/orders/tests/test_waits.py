"""How long guests wait, by what was ordered within the last hour."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from kit.cache import clear_all
from orders import selectors
from orders.actions import orders, places, sessions
from orders.models import Order, OrderChange
from world import LOCATION, OWNER, answer, line

pytestmark = pytest.mark.django_db

OFFER = f"/orders/offer/{LOCATION}/"


@pytest.fixture
def carried(table):
    """Order something so many minutes ago that was ready, or so, a while later."""

    def make(ago, took, became="ready", code=table):
        id = json.loads(orders.order_create(code=code, line=line()))["id"]
        created = timezone.now() - timedelta(minutes=ago)
        Order.objects.filter(id=id).update(created_at=created)
        change = OrderChange.objects.create(order_id=id, was="new", became=became, user_id=OWNER)
        moment = created + timedelta(minutes=took)
        OrderChange.objects.filter(id=change.id).update(created_at=moment)
        return id

    return make


def test_the_median_of_the_hour_in_fives(carried):
    for took in (1, 12, 13, 14, 30):
        carried(ago=40, took=took)
    assert selectors.place_wait(LOCATION) == 15


@pytest.mark.parametrize(("took", "minutes"), [(0.5, 5), (7, 5), (8, 10), (17, 15), (33, 35)])
def test_it_is_rounded_and_never_nothing(carried, took, minutes):
    for _ in range(5):
        carried(ago=50, took=took)
    assert selectors.place_wait(LOCATION) == minutes


def test_four_orders_say_nothing(carried):
    for _ in range(4):
        carried(ago=30, took=10)
    assert selectors.place_wait(LOCATION) is None


def test_what_is_older_than_an_hour_does_not_count(carried):
    for _ in range(4):
        carried(ago=30, took=10)
    carried(ago=61, took=10)
    assert selectors.place_wait(LOCATION) is None


def test_a_step_that_was_gone_back_and_forth_counts_once(carried):
    for _ in range(4):
        carried(ago=30, took=10)
    id = Order.objects.order_by("id").values_list("id", flat=True)[0]
    OrderChange.objects.create(order_id=id, was="new", became="ready", user_id=OWNER)
    assert selectors.place_wait(LOCATION) is None


def test_cancelled_orders_do_not_count(carried):
    ids = [carried(ago=30, took=10) for _ in range(5)]
    Order.objects.filter(id=ids[0]).update(state="cancelled")
    assert selectors.place_wait(LOCATION) is None


def test_without_a_step_for_what_is_ready_it_is_until_it_is_served(carried):
    places.place_set(location_id=LOCATION, fields={"steps": ["accepted", "served"]})
    for _ in range(5):
        carried(ago=40, took=10, became="accepted")
        carried(ago=40, took=20, became="served")
    assert selectors.place_wait(LOCATION) == 20


def test_tables_that_were_closed_since_count_and_other_places_do_not(carried, table):
    for _ in range(5):
        carried(ago=30, took=10)
    sessions.session_close(code=table)
    assert selectors.place_wait(LOCATION) == 10
    assert selectors.place_wait(LOCATION + 1) is None


def test_it_is_asked_once_in_half_a_minute(carried, django_assert_num_queries):
    selectors.place_wait(LOCATION)
    for _ in range(5):
        carried(ago=30, took=10)
    with django_assert_num_queries(0):
        assert selectors.place_wait(LOCATION) is None
    clear_all()
    assert selectors.place_wait(LOCATION) == 10


def test_guests_read_it_unless_the_place_does_not_tell(api, carried):
    for _ in range(5):
        carried(ago=30, took=10)
    assert answer(api.ask(OFFER))["wait"] == 10
    places.place_set(location_id=LOCATION, fields={"tell_wait": False})
    assert answer(api.ask(OFFER))["wait"] is None
