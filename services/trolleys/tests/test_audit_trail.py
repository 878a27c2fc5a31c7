"""The audit trail of sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from paying import line_of
from trolleys.models import CartLine, Receipt, Session
from world import JANE, JOHN, MARKET

pytestmark = pytest.mark.django_db

PATH = "/api/session/audit"
NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


@pytest.fixture
def visit(make_session):
    """A session that is over."""

    def make(user_id=None, at=NOON, seconds=90, **more):
        over = {"state": "ended", "ended_by": "user", "ended_at": at + timedelta(seconds=seconds)}
        return make_session(user_id=user_id, started_at=at, **{**over, **more})

    return make


@pytest.fixture
def sold(make_payment):
    """The session has paid for what is in its cart."""

    def pay(session):
        CartLine.objects.create(cart=session.cart, **line_of(10, 2))
        payment = make_payment(session, status="paid")
        payment.lines = [{"product_id": 10, "quantity": 2}, {"product_id": 11, "quantity": 3}]
        payment.save()
        return Receipt.objects.create(payment=payment)

    return pay


def ids(api, token, query="location_id=31"):
    answer = api.ask(f"{PATH}?{query}", token=token)
    assert answer.status_code == 200, answer.json()
    return [one["session_id"] for one in answer.json()["results"]]


def test_what_john_bought_and_what_a_guest_did_not(api, clerk, visit, sold):
    paid = visit(JOHN, ended_by="payment")
    receipt = sold(paid)
    visit(at=NOON + timedelta(hours=1))
    guest, john = api.ask(f"{PATH}/?location_id=31", token=clerk).json()["results"]
    assert john == {
        "session_id": str(paid.session_id),
        "user": JOHN,
        "username": "john_doe",
        "trolley_id": "TROLLEY_01",
        "started_at": "2026-11-10T12:00:00.000000Z",
        "ended_at": "2026-11-10T12:01:30.000000Z",
        "duration_s": 90,
        "items": 5,
        "amount": receipt.payment.amount,
        "currency": "EUR",
        "ended_by": "payment",
        "receipt_id": str(receipt.receipt_id),
    }
    assert (guest["user"], guest["username"], guest["ended_by"]) == (None, None, "user")
    assert (guest["items"], guest["amount"], guest["receipt_id"]) == (0, "0.00", None)


def test_an_open_session_has_no_end_until_it_has_run_out(api, clerk, session):
    (shown,) = api.ask(f"{PATH}?location_id=31", token=clerk).json()["results"]
    assert (shown["ended_at"], shown["duration_s"], shown["ended_by"]) == (None, None, None)
    Session.objects.update(started_at=NOON, alive_until=NOON + timedelta(seconds=30))
    (shown,) = api.ask(f"{PATH}?location_id=31", token=clerk).json()["results"]
    assert (shown["duration_s"], shown["ended_by"]) == (30, "expiry")


def test_filters(api, clerk, visit, make_trolley):
    other = make_trolley("TROLLEY_02")
    days = [NOON + timedelta(days=number) for number in range(4)]
    made = [
        str(visit(user, at, on=on).session_id)
        for user, at, on in zip(
            (JOHN, JANE, JOHN, None), days, (None, other, None, other), strict=True
        )
    ]
    a, b, c, d = made
    base = f"location_id={MARKET}"
    assert ids(api, clerk, base) == [d, c, b, a]
    assert ids(api, clerk, f"{base}&user_id={JOHN}") == [c, a]
    assert ids(api, clerk, "trolley_id=TROLLEY_02") == [d, b]
    assert ids(api, clerk, f"trolley_id=TROLLEY_02&user_id={JANE}") == [b]
    assert ids(api, clerk, f"{base}&from=2026-11-11&to=2026-11-12") == [c, b]
    assert ids(api, clerk, f"{base}&from=2026-11-11T12:00:00Z&to=2026-11-12T12:00:00Z") == [b]
    assert ids(api, clerk, f"{base}&to=2026-11-10") == [a]
    assert ids(api, clerk, f"{base}&from=2026-11-14") == []
    assert ids(api, clerk, f"{base}&from=&to=&trolley_id=&user_id=") == [d, c, b, a]
    assert ids(api, clerk, f"{base}&from=0001-01-01&to=9999-12-31") == [d, c, b, a]


def test_pages(api, clerk, visit):
    made = [str(visit(at=NOON + timedelta(minutes=number)).session_id) for number in range(5)]
    path, seen = f"{PATH}?location_id=31&limit=2", []
    while path:
        answer = api.ask(path, token=clerk).json()
        assert (answer["count"], len(answer["results"]) <= 2) == (5, True)
        seen += [one["session_id"] for one in answer["results"]]
        path = answer["next"]
    assert seen == made[::-1]


def test_who_sees_what(api, clerk, operator, john, signer, visit, make_trolley):
    market, free = visit(JOHN), visit(on=make_trolley("FREE", location_id=0), at=NOON)
    staff = signer.access(77, roles=("staff",))
    assert api.ask(f"{PATH}?location_id=31").status_code == 401
    for token, query in (
        (john, "location_id=31"),
        (john, f"user_id={JOHN}"),
        (clerk, ""),
        (clerk, "trolley_id=FREE"),
        (staff, "trolley_id=TROLLEY_01"),
    ):
        assert api.ask(f"{PATH}?{query}", token=token).status_code == 403
    both = {str(market.session_id), str(free.session_id)}
    assert set(ids(api, operator, "")) == both
    assert ids(api, staff, "") == ids(api, staff, "trolley_id=FREE") == [str(free.session_id)]


def test_a_trolleys_time_at_another_place_is_not_shown(api, clerk, operator, visit, trolley):
    elsewhere = visit(JOHN)
    Session.objects.update(location_id=77)
    here = visit(JANE)
    assert ids(api, clerk, "trolley_id=TROLLEY_01") == [str(here.session_id)]
    shown = set(ids(api, operator, "trolley_id=TROLLEY_01"))
    assert shown == {str(here.session_id), str(elsewhere.session_id)}


@pytest.mark.parametrize(
    "query",
    [
        *("user_id=x", "user_id=0", "user_id=-1", f"user_id={2**63}", "location_id=x"),
        *("from=x", "from=2026-13-01", "to=2026-11-10T12:00:00", "from=2026-11-11&to=2026-11-09"),
        *("limit=0", "limit=201", "offset=-1", "from=1793491200"),
    ],
)
def test_odd_parameters_are_refused(api, operator, query):
    refused = api.ask(f"{PATH}?{query}", token=operator)
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")


def test_an_unknown_trolley_is_not_found(api, clerk):
    refused = api.ask(f"{PATH}?trolley_id=NOBODY", token=clerk)
    assert (refused.status_code, refused.json()["error"]) == (404, "Trolley NOBODY not found")


def test_a_page_costs_the_same_however_many_sessions(api, operator, visit, sold):
    costs = []
    for number in range(3):
        for part in range(number + 1):
            sold(visit(JOHN, NOON + timedelta(minutes=10 * number + part)))
        with CaptureQueriesContext(connection) as queries:
            api.ask(PATH, token=operator)
        costs.append(len(queries))
    assert costs == [3] * 3
