"""What a day has brought: it agrees with the orders, the payments and the receipts, to the cent."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from bills.days import period_of
from bills.models import Payment, Receipt
from bills_world import bills, eat, payments
from django.utils import timezone
from orders.actions import orders, places
from orders.models import Order, OrderChange, OrderSession
from world import LOCATION, OWNER, WAITER, answer, refusal

pytestmark = pytest.mark.django_db
TAKINGS = f"/orders/takings/get/{LOCATION}/"
EXPORT = f"/orders/receipts/export/{LOCATION}/"


@pytest.fixture(autouse=True)
def _names(verification):
    users = [{"user_id": OWNER, "username": "Olga"}, {"user_id": WAITER, "username": "Wim"}]
    verification.on("POST", "/internal/users/", {"success": True, "response": users})


@pytest.fixture
def evening(api, table, owner, take):
    """Two dishes and a tea, of which some was taken off, sent back, cancelled and paid."""
    answer(api.send(f"/orders/bills/settings/{LOCATION}/", {"vat_rates": ["19"]}, token=owner))
    saj, tea, cake = (
        eat(table, "Saj", "10.00", categories=("Saj",), quantity=2),
        eat(table, "Tea", "3.00", categories=("Drinks",), vat_rate="7.00"),
        eat(table, "Cake", "4.00", categories=("Sweets",)),
    )
    orders.order_move(
        order_id=cake, to="cancelled", expected=None, reason="sold out", user_id=OWNER
    )
    body = {"percent": 10, "reason": "late", "orders": [saj]}
    answer(api.send(bills("discount", table), body, token=owner))
    take("items", orders=[tea], kind="card", tip="0.50")
    take("amount", amount="10.00", given="20")
    return saj, tea, cake


def get(api, owner, query=""):
    return answer(api.ask(TAKINGS + query, token=owner))


def test_what_was_ordered(api, evening, owner):
    day = get(api, owner)
    assert day["sold"] == {
        "orders": 2,
        "quantity": 3,
        "gross": "23.00",
        "discount": "2.00",
        "voided": "0.00",
        "amount": "21.00",
    }
    assert [(each["name"], each["category"], each["amount"]) for each in day["dishes"]] == [
        ("Saj", "Saj", "18.00"),
        ("Tea", "Drinks", "3.00"),
    ]
    assert [(each["name"], each["quantity"]) for each in day["categories"]] == [
        ("Saj", 2),
        ("Drinks", 1),
    ]
    assert [(each["reason"], each["amount"]) for each in day["cancelled"]] == [("sold out", "4.00")]
    assert sum(Decimal(each["amount"]) for each in day["hours"]) == 21
    assert day["tables"] == [{"guests": 1, "tables": 1, "amount": "21.00"}]


def test_what_was_paid(api, evening, owner):
    day = get(api, owner)
    assert [(each["kind"], each["payments"], each["total"]) for each in day["paid"]] == [
        ("online", 0, "0.00"),
        ("cash", 1, "10.00"),
        ("card", 1, "3.50"),
    ]
    assert day["unpaid"] == {"tables": 1, "amount": "8.00"}
    assert day["receipts"] == {"first": 1, "last": 2, "count": 2}
    assert [(each["vat_rate"], each["gross"]) for each in day["taxes"]] == [
        ("19.00", "10.00"),
        ("7.00", "3.00"),
    ]
    (off,) = day["taken_off"]
    assert (off["kind"], off["reason"], off["user"], off["amount"]) == (
        *("discount", "late", "Olga"),
        "2.00",
    )


def test_the_sums_agree(api, evening, owner):
    day = get(api, owner)
    paid = sum(Decimal(each["amount"]) for each in day["paid"])
    assert paid + Decimal(day["unpaid"]["amount"]) == Decimal(day["sold"]["amount"])
    assert paid == sum(Decimal(each["gross"]) for each in day["taxes"])
    assert paid == sum(Decimal(each["amount"]) for each in day["waiters"])


def test_what_went_back_is_taken_off(api, evening, owner):
    payment = Payment.objects.get(kind="cash").payment_id
    body = {"amount": "4.00", "reason": "cold"}
    answer(api.send(payments("refund", payment), body, token=owner))
    day = get(api, owner)
    cash = next(each for each in day["paid"] if each["kind"] == "cash")
    assert (cash["amount"], cash["refunds"], cash["payments"]) == ("6.00", "4.00", 1)
    assert day["unpaid"]["amount"] == "12.00"


def test_who_took_it_and_who_ordered(api, evening, owner, table):
    Order.objects.filter(name="Tea").update(staff_id=WAITER)
    found = {each["name"]: each for each in get(api, owner)["waiters"]}
    assert (found["Olga"]["amount"], found["Olga"]["tips"]) == ("13.00", "0.50")
    assert (found["Wim"]["orders"], found[None]["orders"]) == (1, 1)


def test_how_long_guests_have_waited(api, evening, owner):
    saj = Order.objects.get(name="Saj")
    for state, seconds in (("accepted", 60), ("ready", 600), ("served", 660)):
        row = OrderChange.objects.create(order=saj, was="new", became=state, user_id=OWNER)
        at = saj.created_at + timedelta(seconds=seconds)
        OrderChange.objects.filter(pk=row.pk).update(created_at=at)
    assert [(each["step"], each["median"]) for each in get(api, owner)["waits"]] == [
        ("accepted", 60),
        ("ready", 600),
        ("served", 660),
    ]


def test_another_day_has_nothing_of_it(api, evening, owner):
    day = get(api, owner, "?from=2020-01-01&to=2020-01-31")
    assert (day["sold"]["orders"], day["receipts"]["count"], day["dishes"]) == (0, 0, [])
    assert day["unpaid"] == {"tables": 0, "amount": "0.00"}


def test_a_business_day_ends_in_the_night(api, evening, owner):
    places.place_set(location_id=LOCATION, fields={"timezone": "Europe/Berlin"})
    night = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)  # half past two in Berlin
    Order.objects.update(created_at=night)
    OrderSession.objects.update(created_at=night - timedelta(hours=5))
    day = get(api, owner, "?from=2026-11-20&to=2026-11-20")
    assert (day["sold"]["orders"], day["hours"][0]["hour"]) == (2, 2)
    assert get(api, owner, "?from=2026-11-21")["sold"]["orders"] == 0
    assert (day["start"], day["end"]) == (
        "2026-11-20T03:00:00.000000+00:00",
        "2026-11-21T03:00:00.000000+00:00",
    )


def test_the_days_when_clocks_are_changed(location):
    places.place_set(location_id=LOCATION, fields={"timezone": "Europe/Berlin"})
    hours = [
        (period.end - period.start).total_seconds() / 3600
        for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24))
        for period in [period_of(LOCATION, first=day, last=day)]
    ]
    assert [((each - 24) or 0) for each in hours] == [-1, 0, 1]


@pytest.mark.parametrize("query", ["?from=x", "?from=2026-02-02&to=2026-02-01", "?to=2026-13-01"])
def test_odd_days_are_refused(api, location, owner, query):
    assert refusal(api.ask(TAKINGS + query, token=owner))[0] == 400


def test_takings_are_for_managers(api, location, signer):
    for path in (TAKINGS, EXPORT):
        assert refusal(api.ask(path))[0] == 403


def test_names_that_are_not_known_are_numbers(api, evening, owner, verification):
    verification.on("POST", "/internal/users/", {"success": True, "response": []})
    assert {each["name"] for each in get(api, owner)["waiters"]} == {"#7", None}


def read(response):
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_file_for_the_accountant(api, evening, owner):
    lines = read(api.ask(EXPORT, token=owner))
    assert [
        (each["number"], each["payment"], each["vat_rate"], each["gross"]) for each in lines
    ] == [
        ("1", "card", "7.00", "3.00"),
        ("2", "cash", "19.00", "10.00"),
    ]
    assert [(each["tip"], each["total"]) for each in lines] == [("0.50", "3.50"), ("0.00", "10.00")]
    assert sum(Decimal(each["gross"]) for each in lines) == 13


def test_nothing_in_the_file_is_run_as_a_formula(api, evening, owner):
    OrderSession.objects.update(name="-2+3")
    payment = Payment.objects.get(kind="cash").payment_id
    answer(api.send(payments("refund", payment), {"reason": "@SUM"}, token=owner))
    lines = read(api.ask(EXPORT, token=owner))
    assert (lines[-1]["table"], lines[-1]["reason"], lines[-1]["gross"]) == (
        *("'-2+3", "'@SUM"),
        "-10.00",
    )
    assert timezone.now() - Receipt.objects.latest("pk").created_at < timedelta(minutes=5)
