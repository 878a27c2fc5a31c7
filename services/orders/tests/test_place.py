"""Several orders at once over HTTP: one batch, all or none, by guests or by staff for them."""

from decimal import Decimal

import pytest
from django.db import connection
from orders.actions import sessions
from orders.models import Event, Order, OrderSession
from world import (
    CREATE,
    LOCATION,
    OWNER,
    PLACE,
    STRANGER,
    WAITER,
    answer,
    espresso,
    refusal,
    wanted,
)

pytestmark = pytest.mark.django_db

COFFEE = [{"name": "Coffee"}, {"name": "Hot drinks"}]


def round_of(table, *lines, **more):
    """The body: lines of Espresso unless they say otherwise."""
    given = [{"product_id": 1337, **line} for line in lines or ({},)]
    return {"session_code": table, "lines": given, **more}


@pytest.fixture
def menu(sell):
    sell(1337, espresso(categories=COFFEE))
    sell(2, espresso(name="Tea", price="1.90", categories=[]))


def test_a_batch_keeps_order_guest_and_category(api, table, menu):
    body = round_of(table, {"note": "hot"}, {"product_id": 2, "quantity": 3}, guest=" Ann ")
    placed = answer(api.send(PLACE, body))
    first, second = placed["orders"]
    assert placed["batch"] == first["batch"] == second["batch"] == 1
    assert (first["name"], first["note"], first["category"]) == ("Espresso", "hot", "Coffee")
    assert (second["name"], second["quantity"], second["category"]) == ("Tea", 3, "")
    assert {each["guest"] for each in placed["orders"]} == {"Ann"}
    assert not first["by_staff"]
    assert first["changed"] == first["timestamp"]
    assert answer(api.ask(f"/orders/sessions/get/{table}/"))["orders"] == placed["orders"]
    assert list(Order.objects.order_by("id").values_list("price", flat=True)) == [
        Decimal("2.40"),
        Decimal("1.90"),
    ]


def test_each_sending_is_a_batch_of_its_own(api, table, menu):
    answer(api.send(PLACE, round_of(table, {}, {})))
    answer(api.send(CREATE, wanted(table, guest="Bob")))
    answer(api.send(PLACE, round_of(table, {}, {})))
    batches = list(Order.objects.order_by("id").values_list("batch", flat=True))
    assert batches == [1, 1, 2, 3, 3]
    assert list(Order.objects.filter(guest="Bob").values_list("batch", flat=True)) == [2]


def test_a_batch_is_told_order_by_order(api, table, menu, heard):
    placed = answer(api.send(PLACE, round_of(table, {}, {}, {})))
    told = Event.objects.filter(kind="order.created").order_by("seq")
    assert [(each.seq, each.panel_seq) for each in told] == [(1, 2), (2, 3), (3, 4)]
    assert heard() == ["order.created"] * 3
    assert [
        f'"id":{each["id"]},' in event.data
        for each, event in zip(placed["orders"], told, strict=True)
    ]
    session = OrderSession.objects.get()
    assert (session.seq, session.order_count, session.batch) == (3, 3, 1)


def test_a_batch_takes_one_round_trip(api, table, menu, django_assert_num_queries):
    answer(api.send(PLACE, round_of(table, {}, {"product_id": 2})))
    with django_assert_num_queries(1):
        answer(api.send(PLACE, round_of(table, {}, {"product_id": 2}, {})))


def test_staff_order_for_a_guest(api, table, menu, signer):
    token = signer.access(WAITER)
    [order] = answer(api.send(PLACE, round_of(table, guest="Ann"), token=token))["orders"]
    assert (order["by_staff"], order["guest"]) == (True, "Ann")
    assert Order.objects.get().staff_id == WAITER


def test_staff_may_sign_with_a_session_key(api, table, menu, verification):
    found = {"user_id": OWNER, "username": "owner", "roles": []}
    verification.on("POST", "/internal/verify/", {"success": True, "response": found})
    body = round_of(table, session_key="k" * 32, user_id=OWNER)
    assert answer(api.send(PLACE, body))["orders"][0]["by_staff"]


@pytest.mark.parametrize("claim", [{"user_id": OWNER}, {"session_key": "k"}, {"session_key": None}])
def test_who_claims_to_be_staff_has_to_be(api, table, menu, signer, claim):
    stranger = api.send(PLACE, round_of(table), token=signer.access(STRANGER))
    assert refusal(stranger) == (403, "incorrect_credentials")
    expired = api.send(PLACE, round_of(table), token=signer.access(OWNER, lifetime=-1))
    assert refusal(expired) == (403, "incorrect_credentials")
    assert refusal(api.send(PLACE, round_of(table, **claim))) == (403, "incorrect_credentials")
    assert not Order.objects.exists()


def test_staff_cannot_be_checked_while_locations_is_down(api, table, menu, locations, owner):
    locations.broken = True
    response = api.send(PLACE, round_of(table), token=owner)
    assert refusal(response) == (503, "locations_service_unavailable")
    assert answer(api.send(PLACE, round_of(table)))["batch"] == 1  # guests go on


@pytest.mark.parametrize(
    "change",
    [
        {"lines": []},
        {"lines": None},
        {"lines": {}},
        {"lines": "x"},
        {"lines": [1]},
        {"lines": [{}]},
        {"lines": [{"product_id": 0}]},
        {"lines": [{"product_id": 2**63}]},
        {"lines": [{"product_id": 1337, "quantity": 100}]},
        {"lines": [{"product_id": 1337, "quantity": True}]},
        {"lines": [{"product_id": 1337, "note": "x" * 501}]},
        {"lines": [{"product_id": 1337, "note": "nul\0"}]},
        {"lines": [{"product_id": 1337}] * 51},
        {"guest": "x" * 41},
        {"guest": 5},
        {"guest": None},
        {"guest": "nul\0"},
        {"session_code": ""},
        {"session_code": None},
        {"session_code": [1]},
    ],
)
def test_malformed_batches(api, table, menu, change):
    assert refusal(api.send(PLACE, round_of(table) | change)) == (400, "malformed_json")
    assert not Order.objects.exists()


def test_fifty_lines(api, table, menu):
    placed = answer(api.send(PLACE, round_of(table, *[{"note": f"no. {n}"} for n in range(50)])))
    assert [each["note"] for each in placed["orders"]] == [f"no. {n}" for n in range(50)]
    ids = [each["id"] for each in placed["orders"]]
    assert ids == sorted(ids)


def test_one_bad_line_and_nothing_is_placed(api, table, menu, sell, products, heard):
    sell(3, None)
    sell(4, espresso(is_active=False))
    body = round_of(table, {}, {"product_id": 3})
    assert refusal(api.send(PLACE, body)) == (404, "product_not_found")
    body = round_of(table, {}, {"product_id": 4})
    assert refusal(api.send(PLACE, body)) == (400, "product_unavailable")
    products.broken = True
    body = round_of(table, {}, {"product_id": 5})
    assert refusal(api.send(PLACE, body)) == (503, "products_service_unavailable")
    assert not Order.objects.exists()
    assert heard() == []


def test_no_room_for_all_and_none_is_placed(api, table, menu, settings):
    settings.MAX_ORDERS_PER_SESSION = 3
    answer(api.send(PLACE, round_of(table, {}, {})))
    assert refusal(api.send(PLACE, round_of(table, {}, {}))) == (400, "session_full")
    assert Order.objects.count() == 2
    answer(api.send(PLACE, round_of(table)))
    assert OrderSession.objects.get().order_count == 3


def test_no_session_to_place_in(api, table, menu, owner):
    assert refusal(api.send(PLACE, round_of("0" * 40))) == (404, "session_not_found")
    assert refusal(api.send(PLACE, round_of("nonsense"), token=owner)) == (404, "session_not_found")
    sessions.session_close(code=table)
    assert refusal(api.send(PLACE, round_of(table))) == (400, "session_closed")
    assert refusal(api.send(PLACE, round_of(table), token=owner)) == (400, "session_closed")


def test_the_same_key_places_once(api, table, menu, products):
    headers = {"Idempotency-Key": "tap"}
    first = api.send(PLACE, round_of(table, {}, {}), headers=headers)
    products.broken = True
    again = api.send(PLACE, round_of(table, {}, {}), headers=headers)
    assert first.content == again.content
    assert Order.objects.count() == 2
    other = api.send(PLACE, round_of(table), headers=headers)
    assert refusal(other) == (422, "idempotency_key_reused")


def test_a_key_of_staff_is_nobody_elses(api, table, menu, owner, signer):
    headers = {"Idempotency-Key": "tap"}
    first = api.send(PLACE, round_of(table), headers=headers, token=owner)
    again = api.send(PLACE, round_of(table), headers=headers, token=owner)
    assert first.content == again.content
    stranger = api.send(PLACE, round_of(table), headers=headers, token=signer.access(STRANGER))
    assert refusal(stranger) == (403, "incorrect_credentials")
    guest = api.send(PLACE, round_of(table), headers=headers)
    assert not answer(guest)["orders"][0]["by_staff"]
    assert Order.objects.count() == 2


def test_a_move_is_the_last_change(api, table, menu, owner):
    [order] = answer(api.send(PLACE, round_of(table)))["orders"]
    moved = answer(api.send(f"/orders/move/{order['id']}/", {"state": "accepted"}, token=owner))
    assert moved["timestamp"] == order["timestamp"] < moved["changed"]


def test_the_version_before_may_go_on_writing(table):
    """Old processes insert without the columns that are new."""
    session = OrderSession.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO orders_order (session_id, product_id, name, quantity, note, state, reason,"
            " created_at) VALUES (%s, 1, '', 1, '', 'new', '', now())",
            [session.id],
        )
        cursor.execute(
            "INSERT INTO orders_ordersession (code, name, location_id, state, created_at, seq,"
            " epoch, order_count) VALUES ('x', 'T', %s, 'OPEN', now(), 0, 'e', 0)",
            [LOCATION],
        )
        cursor.execute(
            "INSERT INTO orders_knownproduct (location_id, product_id, listed, name, is_active)"
            " VALUES (%s, 1, true, 'Tea', true)",
            [LOCATION],
        )
    order = Order.objects.get()
    assert (order.guest, order.category, order.batch, order.staff_id) == ("", "", 1, None)
    assert OrderSession.objects.get(code="x").batch == 1
