"""Two of four espresso are cancelled."""

import json

import pytest
from kit.models import Errand
from orders import selectors
from orders.actions import orders
from orders.clients import Product
from orders.models import Order, OrderChange, OrderSession
from world import OWNER, STRANGER, answer, line, refusal

pytestmark = pytest.mark.django_db

MOVE = "/orders/move/{}/"


@pytest.fixture
def four(table, location):
    """The JSON of an order of four."""
    espresso = Product("Espresso", "2.40", True, True, ("Coffee",), counted=True)
    wanted = line(product=espresso, quantity=4, note="hot", guest="Ann", guest_id=3)
    return json.loads(orders.order_create(code=table, line=wanted))


def cancel(api, order, token, headers=None, **changes):
    body = {"state": "cancelled", "reason": "none left", "quantity": 2, **changes}
    return api.send(MOVE.format(order["id"]), body, token=token, headers=headers or {})


def test_the_rest_stays_and_what_went_is_an_order_of_its_own(api, four, owner, heard):
    left = answer(cancel(api, four, owner))
    assert left == {**four, "quantity": 2, "changed": left["changed"]}
    gone = json.loads(orders_json()[1])
    assert gone == {
        **four,
        "id": gone["id"],
        "quantity": 2,
        "state": "cancelled",
        "reason": "none left",
        "changed": gone["changed"],
    }
    change = OrderChange.objects.get()
    assert (change.order_id, change.became, change.user_id) == (gone["id"], "cancelled", OWNER)
    assert heard() == ["order.created", "order.changed", "order.created"]


def orders_json():
    return selectors.orders_json(list(Order.objects.values_list("id", flat=True)))


def test_their_units_come_back_once(api, four, owner):
    answer(cancel(api, four, owner))
    answer(cancel(api, four, owner, quantity=None))  # and then the rest
    payloads = Errand.objects.order_by("id").values_list("payload", flat=True)
    assert [each["lines"] for each in payloads] == [[[1, 2]], [[1, 2]]]


def test_the_session_has_as_much_room_as_before(api, four, owner):
    answer(cancel(api, four, owner))
    assert OrderSession.objects.get().order_count == 1
    answer(cancel(api, four, owner))
    assert OrderSession.objects.get().order_count == 0


def test_all_of_them_is_the_whole_order(api, four, owner):
    cancelled = answer(cancel(api, four, owner, quantity=4))
    assert (cancelled["quantity"], cancelled["state"]) == (4, "cancelled")
    assert Order.objects.count() == 1


def test_a_repeat_cancels_no_more(api, four, owner):
    headers = {"Idempotency-Key": "tap"}
    first, again = (answer(cancel(api, four, owner, headers)) for _ in range(2))
    assert first == again
    assert Order.objects.get(state="new").quantity == 2


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"quantity": 5}, (400, "erroneous_value")),
        ({"quantity": 0}, (400, "malformed_json")),
        ({"quantity": -1}, (400, "malformed_json")),
        ({"quantity": "2"}, (400, "malformed_json")),
        ({"quantity": True}, (400, "malformed_json")),
        ({"reason": ""}, (400, "malformed_json")),
        ({"state": "accepted"}, (400, "malformed_json")),
        ({"expected": "ready"}, (409, "order_changed")),
    ],
    ids=str,
)
def test_what_is_refused_changes_nothing(api, four, owner, changes, refused, heard):
    assert refusal(cancel(api, four, owner, **changes)) == refused
    assert Order.objects.get().quantity == 4
    assert not Errand.objects.exists()
    assert heard() == ["order.created"]


def test_what_is_served_is_not_cancelled(api, four, owner):
    for to in ("accepted", "preparing", "ready", "served"):
        answer(api.send(MOVE.format(four["id"]), {"state": to}, token=owner))
    assert refusal(cancel(api, four, owner)) == (409, "illegal_move")


def test_it_is_for_staff(api, four, signer):
    token = signer.access(STRANGER)
    assert refusal(cancel(api, four, token)) == (403, "incorrect_credentials")
