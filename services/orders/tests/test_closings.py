"""Closing the day: what has to be in the drawer, each receipt in one closing, and never changed."""

import pytest
from bills.chain import digest_of
from bills.models import CashMovement, DayClosing
from bills_world import eat, payments
from django.db import DatabaseError, transaction
from testing.client import ApiClient
from testing.races import at_once
from world import LOCATION, OWNER, STRANGER, answer, refusal

pytestmark = pytest.mark.django_db
DRAWER = f"/orders/drawer/get/{LOCATION}/"
MOVE = f"/orders/drawer/move/{LOCATION}/"
CLOSE = f"/orders/closings/close/{LOCATION}/"
FIND = f"/orders/closings/find/?location_id={LOCATION}"


@pytest.fixture(autouse=True)
def _names(verification):
    users = [{"user_id": OWNER, "username": "Olga"}]
    verification.on("POST", "/internal/users/", {"success": True, "response": users})


@pytest.fixture
def feast(table):
    return eat(table, price="20.00")


@pytest.fixture
def close(api, owner):
    def send(counted, left, **more):
        body = {"counted": counted, "left": left, **more}
        return answer(api.send(CLOSE, body, token=owner))

    return send


def move(api, owner, amount, reason="change"):
    return answer(api.send(MOVE, {"amount": amount, "reason": reason}, token=owner))


def test_what_has_to_be_in_the_drawer(api, owner, feast, take):
    change = move(api, owner, "100")
    payment = take("amount", amount="12.00", tip="1.00", given="20")
    take("amount", amount="5.00", kind="card")
    flowers = move(api, owner, "-7.50", "flowers")
    body = {"amount": "2.00", "reason": "cold"}
    answer(api.send(payments("refund", payment["payment_id"]), body, token=owner))
    assert answer(api.ask(DRAWER, token=owner)) == {
        "opening": "0.00",
        "sales": "13.00",
        "refunds": "2.00",
        "moved": "92.50",
        "expected": "103.50",
        "tips": "1.00",
        "movements": [
            {**change, "user": "Olga"},
            {**flowers, "user": "Olga"},
        ],
        "currency": "EUR",
        "since": None,
    }


def test_a_closed_day(api, owner, feast, take, close):
    move(api, owner, "100")
    take("amount", amount="12.00")
    closing = close("111.50", "100", expected="112.00", note="50 ct short")
    assert (closing["number"], closing["difference"], closing["left"]) == (1, "-0.50", "100.00")
    assert closing["receipts"] == {"first": 1, "last": 1, "count": 1}
    assert [(each["kind"], each["amount"]) for each in closing["paid"]] == [
        ("online", "0.00"),
        ("cash", "12.00"),
        ("card", "0.00"),
    ]
    assert [each["amount"] for each in closing["movements"]] == ["100.00"]
    movements = [{**each, "user": "Olga"} for each in closing["movements"]]
    found = answer(api.ask(FIND, token=owner))
    assert found == [{**closing, "user": "Olga", "movements": movements}]


def test_names_that_are_not_known_are_numbers(api, owner, location, close, verification):
    verification.on("POST", "/internal/users/", {"success": True, "response": []})
    change = move(api, owner, "1")
    assert answer(api.ask(DRAWER, token=owner))["movements"] == [{**change, "user": f"#{OWNER}"}]
    close("1", "0")
    (closing,) = answer(api.ask(FIND, token=owner))
    assert closing["user"] == f"#{OWNER}"


def test_the_next_day_begins_with_what_was_left(api, owner, feast, take, close):
    take("amount", amount="12.00")
    close("12.00", "5.00")
    assert answer(api.ask(DRAWER, token=owner))["expected"] == "5.00"
    take("amount", amount="3.00")
    closing = close("8.00", "0")
    assert closing["receipts"] == {"first": 2, "last": 2, "count": 1}
    assert closing["drawer"]["opening"] == "5.00"
    assert close("0", "0")["receipts"] == {"first": None, "last": None, "count": 0}


def test_each_follows_from_the_one_before(close, feast, take):
    for amount in ("1.00", "2.00"):
        take("amount", amount=amount)
        close(amount, "0")
    digest = ""
    for closing in DayClosing.objects.order_by("number"):
        digest = digest_of(digest, closing.content)
        assert closing.digest == digest


def test_what_was_paid_meanwhile_is_seen_first(api, owner, feast, take):
    take("amount", amount="12.00")
    body = {"counted": "10", "left": "0", "expected": "10"}
    response = api.send(CLOSE, body, token=owner)
    assert refusal(response) == (409, "bill_changed")
    assert not DayClosing.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        *({"counted": "1"}, {"left": "1"}, {"counted": -1, "left": 0}, {"counted": "x", "left": 0}),
        {"counted": "1", "left": "1", "note": "x" * 501},
    ],
)
def test_odd_closings_are_refused(api, owner, location, wrong):
    assert refusal(api.send(CLOSE, wrong, token=owner))[0] == 400
    assert not DayClosing.objects.exists()


def test_no_more_is_left_than_was_counted(api, owner, location):
    response = api.send(CLOSE, {"counted": "1", "left": "1.01"}, token=owner)
    assert refusal(response) == (409, "too_much")


@pytest.mark.parametrize("amount", [0, "0", "x", None, True, "1.001", "--1", "- 1"])
def test_odd_movements_are_refused(api, owner, location, amount):
    assert refusal(api.send(MOVE, {"amount": amount, "reason": "x"}, token=owner))[0] == 400
    assert not CashMovement.objects.exists()


def test_no_more_is_taken_out_than_is_there(api, owner, location):
    move(api, owner, 10)
    response = api.send(MOVE, {"amount": -10.01, "reason": "bank"}, token=owner)
    assert refusal(response) == (409, "too_much")
    assert move(api, owner, -10)["amount"] == "-10.00"


def test_only_the_staff(api, location, signer):
    for path in (DRAWER, FIND):
        assert refusal(api.ask(path, token=signer.access(STRANGER)))[0] == 403
    for path in (MOVE, CLOSE):
        body = {"amount": 1, "reason": "x", "counted": 0, "left": 0}
        assert refusal(api.send(path, body, token=signer.access(STRANGER)))[0] == 403


@pytest.mark.parametrize("model", [CashMovement, DayClosing])
def test_nothing_of_it_is_changed(api, owner, close, location, model):
    move(api, owner, 10)
    close("10", "0")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        model.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_day_is_closed_once_by_two_at_once(owner, table):
    eat(table, price="20.00")
    body = {"part": "amount", "amount": "5.00", "kind": "cash"}
    answer(ApiClient().send(f"/orders/bills/take/{table}/", body, token=owner))
    once = {"counted": "5", "left": "0", "expected": "5"}
    statuses = at_once(lambda _: ApiClient().send(CLOSE, once, token=owner).status_code, 8)
    assert sorted(statuses) == [200] + [409] * 7
    assert DayClosing.objects.count() == 1
