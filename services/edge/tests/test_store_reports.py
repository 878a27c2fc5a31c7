"""Figures of days for the desk, held against a count by hand."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from shop import ADMIN, ANN, BOB, CLEO, COLA, CRISPS, OPERATOR, REVIEWER, TWO
from shop import ONE as M
from store.models import (
    Machine,
    MachineSession,
    Receipt,
    Ticket,
    TicketLine,
    TicketStep,
    UserDetail,
    Visit,
    WeightChange,
)

pytestmark = pytest.mark.django_db

REPORTS = ("unaccounted", "reviews", "waits", "disputes", "takings", "goods")
DAILY = tuple(each for each in REPORTS if each != "goods")
NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
MONTH = "from=2026-11-01&to=2026-11-30"
NOTHING = {"events": 0, "picked_g": 0, "placed_g": 0}


def read(shop, report, query=MONTH, by=OPERATOR):
    answer = shop.by(by).get(f"/edge/store/reports/{report}/?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def told(rows):
    """Only those that say something."""
    return [row for row in rows if any(v for n, v in row.items() if n not in ("day", "hour"))]


def lost(machine_id, grams, at=NOON, status="PICKED", attribution="unaccounted", **more):
    """That a scale has shown so much."""
    session, _ = MachineSession.objects.get_or_create(
        started_at=NOON, defaults={"status": "CUSTOMER_MODE", "ended_at": NOON + timedelta(hours=1)}
    )
    return WeightChange.objects.create(
        machine_id=machine_id,
        scale_id="a",
        weight_change_g=grams,
        status=status,
        event_time=at,
        session=session,
        attribution=attribution,
        heartbeat=uuid4().int % 2**60,
        **more,
    )


def visit(exited_at=NOON, *, user_id=ANN, role="customer", minutes=5):
    """That somebody was here until then."""
    user, _ = UserDetail.objects.get_or_create(user_id=user_id, defaults={"role": role})
    entered_at = exited_at - timedelta(minutes=minutes)
    return Visit.objects.create(user=user, role=role, entered_at=entered_at, exited_at=exited_at)


def ticket(visit, machine_id=M, status="REVIEW_COMPLETE", **more):
    number = Ticket.objects.count() + 1000
    return Ticket.objects.create(
        number=number,
        visit=visit,
        user=visit.user,
        machine_id=machine_id,
        start_time=visit.entered_at,
        end_time=visit.exited_at,
        status=status,
        **more,
    )


@pytest.mark.parametrize("report", REPORTS)
def test_staff_read_them_and_nobody_else(shop, report):
    path = f"/edge/store/reports/{report}/"
    for reader in (OPERATOR, REVIEWER, ADMIN):
        assert shop.by(reader).get(path).status_code == 200
    assert shop.by(ANN).get(path).status_code == 403
    assert shop.device(M).get(path).status_code == 403


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-02&to=2026-11-01",
        "from=2025-11-01&to=2026-11-02",
        "from=yesterday",
        "to=2026-02-30",
        "to=20261130",
    ],
)
def test_nonsense_is_refused(shop, report, query):
    answer = shop.by(OPERATOR).get(f"/edge/store/reports/{report}/?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "erroneous_value")


@pytest.mark.parametrize("report", DAILY)
def test_a_year_is_shown_and_by_default_thirty_days_to_today(shop, report):
    year = read(shop, report, "from=2025-12-01&to=2026-11-30")
    assert len(year["days"]) == 365
    today = timezone.now().astimezone(UTC).date()
    found = read(shop, report, "")
    assert (found["from"], found["to"]) == (str(today - timedelta(days=29)), str(today))
    assert len(found["days"]) == 30
    assert read(shop, report, "from=9999-12-31&to=9999-12-31")["days"][0]["day"] == str(date.max)


def test_what_nobody_can_account_for(shop):
    lost(M, 330)
    lost(M, 100, NOON + timedelta(hours=23, minutes=59), status="PLACED")  # the next day, 11:59
    lost(TWO, 50, NOON + timedelta(days=1))
    lost(M, 5000, NOON - timedelta(days=40))
    lost(M, 70, attribution="stock_movement")
    lost(M, 70, attribution="attributed", visit=visit())
    found = read(shop, "unaccounted")
    assert (found["from"], found["to"]) == ("2026-11-01", "2026-11-30")
    assert found["totals"] == {"events": 3, "picked_g": 380, "placed_g": 100}
    assert told(found["days"]) == [
        {"day": "2026-11-10", "events": 1, "picked_g": 330, "placed_g": 0},
        {"day": "2026-11-11", "events": 2, "picked_g": 50, "placed_g": 100},
    ]
    assert [hour["hour"] for hour in found["hours"]] == list(range(24))
    noon = {"hour": 12, "events": 2, "picked_g": 380, "placed_g": 0}
    eleven = {"hour": 11, "events": 1, "picked_g": 0, "placed_g": 100}
    assert told(found["hours"]) == [eleven, noon]
    first, second = found["machines"]
    assert told(first.pop("hours")) == [eleven, {**noon, "events": 1, "picked_g": 330}]
    assert first == {
        "machine_id": M,
        "display_name": "Rack",
        "events": 2,
        "picked_g": 330,
        "placed_g": 100,
    }
    assert (second["machine_id"], second["picked_g"]) == (TWO, 50)


def test_a_retired_machine_is_shown_while_it_has_something(shop):
    lost(TWO, 50)
    Machine.objects.update(retired_at=timezone.now())
    found = read(shop, "unaccounted")
    assert [machine["machine_id"] for machine in found["machines"]] == [TWO]
    assert read(shop, "unaccounted", "from=2026-10-01&to=2026-10-02")["totals"] == NOTHING


def test_what_happens_in_the_store_is_counted(shop):
    """Somebody takes a bottle while nobody is inside."""
    shop.full()
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    assert event["attribution"] == "unaccounted"
    found = read(shop, "unaccounted", "")
    assert found["totals"] == {"events": 1, "picked_g": 330, "placed_g": 0}


def test_how_visits_are_reviewed(shop):
    by_itself, by_hand, both, waiting = (visit(user_id=each) for each in (51, 52, 53, 54))
    for each in (by_itself, by_hand):
        ticket(each, TWO, auto_completed=True)
    ticket(by_itself, auto_completed=True)
    ticket(by_hand, reviewer_id=REVIEWER)
    ticket(both, reviewer_id=REVIEWER)
    ticket(both, TWO, status="TO_BE_REVIEWED")
    ticket(waiting, status="UNDER_REVIEW", reviewer_id=REVIEWER)
    ticket(visit(NOON + timedelta(hours=12), user_id=55), status="CONTESTED")
    ticket(visit(user_id=56, role="operations"))  # staff are no customers
    visit(user_id=57)  # in a store without machines
    found = read(shop, "reviews")
    assert told(found["days"]) == [
        {"day": "2026-11-10", "visits": 4, "by_hand": 1, "by_itself": 1, "waiting": 2},
        {"day": "2026-11-11", "visits": 1, "by_hand": 0, "by_itself": 0, "waiting": 1},
    ]
    assert found["totals"] == {"visits": 5, "by_hand": 1, "by_itself": 1, "waiting": 3}


def test_a_review_by_hand_is_one(shop):
    shop.full()
    shop.enters(ANN)
    shop.enters(BOB)
    shop.leaves(BOB)
    shop.weighs(M, a=2.64, b=1, c=1)
    first, _ = shop.leaves(ANN)
    assert read(shop, "reviews", "")["totals"]["waiting"] == 1
    shop.step(first["id"], "start")
    lines = [{"product_id": COLA, "quantity": 1}]
    assert shop.step(first["id"], "complete", {"lines": lines}).status_code == 200
    found = read(shop, "reviews", "")
    assert found["totals"] == {"visits": 2, "by_hand": 1, "by_itself": 1, "waiting": 0}


# ---- Receipts -------------------------------------------------------------------------------


def sold(product_id, quantity, unit_price, name="Cola"):
    line = {"product_id": product_id, "name": name}
    return {**line, "quantity": quantity, "unit_price": unit_price}


def receipt(*lines, after=60, at=NOON, user_id=ANN, **more):
    """The receipt of somebody who has left so many seconds before."""
    total = sum(line["quantity"] * line["unit_price"] for line in lines)
    values = {"lines": list(lines), "total": total, "currency": "EUR", **more}
    of = visit(at - timedelta(seconds=after), user_id=user_id)
    return Receipt.objects.create(visit=of, created_at=at, **values)


def test_how_long_receipts_take(shop):
    for number, seconds in enumerate([1, 2, 3, 4, 5, 6, 7, 8, 9, 1000]):
        receipt(sold(COLA, 1, 150), after=seconds, user_id=100 + number)
    receipt(sold(COLA, 1, 150), after=90, at=NOON + timedelta(hours=12))
    receipt(sold(COLA, 1, 150), after=5, at=NOON - timedelta(days=60))
    receipt(after=0, user_id=BOB)  # an empty visit: nobody had to look at it
    found = read(shop, "waits")
    assert found["totals"] == {"receipts": 11, "median_s": 6, "p90_s": 90}
    assert [day for day in found["days"] if day["receipts"]] == [
        {"day": "2026-11-10", "receipts": 10, "median_s": 5, "p90_s": 9},
        {"day": "2026-11-11", "receipts": 1, "median_s": 90, "p90_s": 90},
    ]
    assert found["days"][0] == {
        "day": "2026-11-01",
        "receipts": 0,
        "median_s": None,
        "p90_s": None,
    }


def test_how_many_are_contested(shop):
    line = {"product_id": COLA, "name": "Cola", "quantity": 1, "unit_price": 150}
    peaceful = receipt(sold(COLA, 1, 150))
    contested = receipt(user_id=BOB, contested_at=NOON)  # all was taken off
    receipt(user_id=CLEO)  # an empty visit
    for of in (peaceful, contested):
        TicketLine.objects.create(ticket=ticket(of.visit), **line)
    ticket(peaceful.visit, TWO)
    taken_off = ticket(contested.visit, TWO)  # by the review
    TicketStep.objects.create(ticket=taken_off, step="contest", user_id=BOB)
    found = read(shop, "disputes")
    assert found["totals"] == {"receipts": 2, "contested": 1}
    assert told(found["days"]) == [{"day": "2026-11-10", "receipts": 2, "contested": 1}]
    counts = {each["machine_id"]: each for each in found["machines"]}
    assert (counts[M]["receipts"], counts[M]["contested"]) == (2, 0)
    assert (counts[TWO]["receipts"], counts[TWO]["contested"]) == (1, 1)
    assert counts[TWO]["display_name"] == "Rack"


def test_what_is_taken_and_what_is_due(shop):
    receipt(sold(COLA, 2, 150), settled_at=NOON)
    receipt(sold(COLA, 1, 150), sold(CRISPS, 3, 225, "Crisps"), user_id=BOB)
    receipt(at=NOON + timedelta(days=1), settled_at=NOON)  # an empty visit
    receipt(sold(COLA, 1, 9900), currency="INR")
    found = read(shop, "takings")
    assert found["currency"] == "EUR"
    assert found["totals"] == {"receipts": 3, "total": "11.25", "paid": "3.00", "due": "8.25"}
    assert [day for day in found["days"] if day["receipts"]] == [
        {"day": "2026-11-10", "receipts": 2, "total": "11.25", "paid": "3.00", "due": "8.25"},
        {"day": "2026-11-11", "receipts": 1, "total": "0.00", "paid": "0.00", "due": "0.00"},
    ]
    assert read(shop, "goods")["products"] == [
        {"product_id": CRISPS, "name": "Crisps", "quantity": 3, "total": "6.75"},
        {"product_id": COLA, "name": "Cola", "quantity": 3, "total": "4.50"},
    ]


def test_goods_that_nobody_knows_any_more_keep_their_name(shop):
    receipt(sold(9, 1, 100, "Quinces"), sold(10, 0, 100, "Taken off"))
    receipt(sold(9, 2, 110, "Quinces"), user_id=BOB)
    assert read(shop, "goods")["products"] == [
        {"product_id": 9, "name": "Quinces", "quantity": 3, "total": "3.20"}
    ]


def test_a_trip_is_in_all_of_them(shop):
    """Ann takes two bottles, a reviewer agrees, Ann does not."""
    shop.full()
    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.64, b=1, c=1)
    first, _ = shop.leaves(ANN)
    shop.step(first["id"], "start")
    assert shop.step(first["id"], "complete", {}).status_code == 200
    message = {"message": "one was put back"}
    assert shop.by(ANN).post(f"/edge/visits/{visit_id}/contest/", message).status_code == 200
    assert read(shop, "waits", "")["totals"]["receipts"] == 1
    found = read(shop, "disputes", "")
    assert found["totals"] == {"receipts": 1, "contested": 1}
    assert [each["contested"] for each in found["machines"]] == [1, 0]
    assert read(shop, "takings", "")["totals"]["due"] == "3.00"
    assert [each["quantity"] for each in read(shop, "goods", "")["products"]] == [2]
