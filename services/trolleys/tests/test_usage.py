"""Usage figures, held against a count by hand of the same sessions."""

import secrets
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from trolleys.models import Cart, Payment, Receipt, Session, Trolley
from trolleys.selectors.usage import usage
from world import MARKET

pytestmark = pytest.mark.django_db

PATH = "/api/trolleys/usage"
NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


def sell(session, *quantities, price="4.50", currency="EUR"):
    """The session has paid for lines of so many units."""
    lines = [{"product_id": 10, "quantity": quantity} for quantity in quantities]
    payment = Payment.objects.create(
        cart=session.cart,
        session=session,
        location_id=session.location_id,
        status="paid",
        amount=Decimal(price) * sum(quantities),
        currency=currency,
        lines=lines,
        expires_at=NOON,
    )
    return Receipt.objects.create(payment=payment)


@pytest.fixture
def visit(make_session):
    """A session that began then and lasted so many seconds; None is not over."""

    def begin(at, seconds=600, on=None):
        over = seconds is not None
        ended_at = at + timedelta(seconds=seconds) if over else None
        state = "ended" if over else "active"
        return make_session(on=on, started_at=at, state=state, ended_at=ended_at)

    return begin


def read(api, token, query="?from=2026-11-01&to=2026-11-30&location_id=31"):
    answer = api.ask(f"{PATH}{query}", token=token)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def test_a_month_of_a_market(api, clerk, visit, trolley, make_trolley):
    second = make_trolley("TROLLEY_02")
    sell(visit(NOON, 700), 2, 1)
    visit(NOON + timedelta(minutes=5), 100)
    sell(visit(NOON - timedelta(hours=1), 1000, on=second), 4, price="0.10")
    figures = read(api, clerk)
    head = {name: figures[name] for name in list(figures)[:9]}
    assert head == {
        "from": "2026-11-01",
        "to": "2026-11-30",
        "sessions": 3,
        "paid": 2,
        "conversion": 0.667,
        "mean_duration_s": 600,
        "items": 7,
        "revenue": "13.90",
        "currency": "EUR",
    }
    assert [day["day"] for day in figures["per_day"]][::29] == ["2026-11-01", "2026-11-30"]
    assert figures["per_day"][9] == {
        "day": "2026-11-10",
        "sessions": 3,
        "paid": 2,
        "mean_duration_s": 600,
    }
    assert [hour for hour in figures["per_hour"] if hour["sessions"]] == [
        {"hour": 11, "sessions": 1},
        {"hour": 12, "sessions": 2},
    ]
    assert [hour["hour"] for hour in figures["per_hour"]] == list(range(24))
    assert figures["per_trolley"] == [
        {"trolley_id": "TROLLEY_01", "sessions": 2, "paid": 1, "mean_duration_s": 400},
        {"trolley_id": "TROLLEY_02", "sessions": 1, "paid": 1, "mean_duration_s": 1000},
    ]


def test_nothing_has_happened(api, clerk):
    figures = read(api, clerk)
    assert (figures["sessions"], figures["conversion"], figures["mean_duration_s"]) == (
        0,
        None,
        None,
    )
    assert (figures["revenue"], figures["items"], figures["per_trolley"]) == ("0.00", 0, [])
    assert {day["sessions"] for day in figures["per_day"]} == {0}


def test_days_are_those_of_utc_and_both_are_included(api, clerk, visit):
    for at in ("2026-10-31T23:59:59.999999", "2026-11-01T00:00:00", "2026-11-02T23:59:59.999999"):
        visit(datetime.fromisoformat(f"{at}+00:00"))
    visit(datetime.fromisoformat("2026-11-03T01:30:00+02:00"))  # 23:30 of the second in UTC
    visit(datetime.fromisoformat("2026-11-03T00:00:00+00:00"))
    figures = read(api, clerk, "?from=2026-11-01&to=2026-11-02&location_id=31")
    assert [day["sessions"] for day in figures["per_day"]] == [1, 2]


def test_a_session_that_is_not_over_has_no_length(api, clerk, visit):
    visit(NOON, 60)
    open_one = visit(NOON, None)
    assert read(api, clerk)["mean_duration_s"] == 60
    Session.objects.filter(pk=open_one.pk).update(alive_until=NOON + timedelta(seconds=120))
    assert read(api, clerk)["mean_duration_s"] == 90  # it has run out, written down or not


def test_money_of_another_currency_is_not_added_up(api, clerk, visit):
    sell(visit(NOON), 1, price="3.00")
    sell(visit(NOON), 1, price="500", currency="JPY")
    figures = read(api, clerk)
    assert (figures["paid"], figures["items"], figures["revenue"]) == (2, 2, "3.00")


def test_by_default_the_last_thirty_days(api, clerk):
    figures = read(api, clerk, "?location_id=31")
    today = datetime.now(UTC).date()
    assert (figures["from"], figures["to"]) == (str(today - timedelta(days=29)), str(today))
    assert len(figures["per_day"]) == 30
    earlier = read(api, clerk, "?location_id=31&to=2026-11-10&from=")
    assert (earlier["from"], earlier["to"]) == ("2026-10-12", "2026-11-10")


def test_a_leap_year_fits(api, clerk):
    figures = read(api, clerk, "?location_id=31&from=2024-01-01&to=2024-12-31")
    assert len(figures["per_day"]) == 366


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-02&to=2026-11-01",
        "from=2024-01-01&to=2025-01-01",
        "from=2020-01-01",
        "from=yesterday",
        "from=2026-02-30&to=2026-03-01",
        "from=20261101&to=20261102",
        "from=2026-W45-1&to=2026-11-10",
        "from=2026-11-01T00:00:00Z",
        "from=1793491200",
        "to=0001-01-01&from=9999-12-31",
        "location_id=x",
        "location_id=-1",
        f"location_id={2**63}",
    ],
)
def test_odd_parameters_are_refused(api, clerk, query):
    refused = api.ask(f"{PATH}?{query}", token=clerk)
    assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")


def test_the_ends_of_the_calendar(api, clerk):
    first = read(api, clerk, "?location_id=31&to=0001-01-02")
    assert (first["from"], len(first["per_day"])) == ("0001-01-01", 2)
    last = read(api, clerk, "?location_id=31&from=9999-12-31&to=9999-12-31")
    assert last["per_day"] == [
        {"day": "9999-12-31", "sessions": 0, "paid": 0, "mean_duration_s": None}
    ]


def test_who_sees_what(api, signer, clerk, operator, john, visit, make_trolley):
    staff = signer.access(77, roles=("staff",))
    visit(NOON)
    visit(NOON, on=make_trolley("FREE", location_id=0))
    days = "?from=2026-11-10&to=2026-11-10"
    assert api.ask(PATH).status_code == 401
    assert api.ask(f"{PATH}{days}&location_id=31", token=john).status_code == 403
    assert api.ask(f"{PATH}{days}", token=clerk).status_code == 403
    assert read(api, staff, days)["sessions"] == 1
    assert read(api, staff, f"{days}&location_id=0")["per_trolley"][0]["trolley_id"] == "FREE"
    assert api.ask(f"{PATH}{days}&location_id=31", token=staff).status_code == 403
    assert read(api, operator, days)["sessions"] == 2
    assert read(api, operator, f"{days}&location_id=31")["sessions"] == 1
    assert read(api, operator, f"{days}&location_id=32")["sessions"] == 0


def test_it_is_one_query_however_long_the_time_is(visit):
    for number in range(20):
        sell(visit(NOON + timedelta(hours=number)), 1)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        usage(first=date(2026, 1, 1), last=date(2026, 12, 31), location_id=MARKET)
    assert len(queries) == 1


visits = st.lists(
    st.tuples(
        st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 5), timezones=st.just(UTC)),
        st.none() | st.integers(0, 5000),
        st.lists(st.integers(1, 99), max_size=3),
        st.sampled_from(["A", "B", "C"]),
    ),
    max_size=12,
)


@hypothesis_settings(max_examples=40, deadline=None, derandomize=True)
@given(visits=visits, first=st.integers(1, 5), length=st.integers(1, 4))
def test_the_figures_are_those_of_a_count_by_hand(visits, first, length, django_db_blocker):
    begin, end = date(2026, 11, first), date(2026, 11, first) + timedelta(days=length - 1)
    trolleys = {name: Trolley.objects.filter(trolley_id=name).first() for name in "ABC"}
    Receipt.objects.all().delete()
    Payment.objects.all().delete()
    Cart.objects.all().delete()
    Session.objects.all().delete()
    for at, seconds, sold, name in visits:
        trolleys[name] = trolleys[name] or _trolley(name)
        session = _visit(trolleys[name], at, seconds)
        if sold:
            sell(session, *sold)
    assert usage(first=begin, last=end, location_id=MARKET) == _counted(visits, begin, end)


def _trolley(name):
    from devices.keys import device_create

    device = device_create(kind="trolley", external_id=name)
    return Trolley.objects.create(trolley_id=name, device=device, location_id=MARKET)


def _visit(trolley, at, seconds):
    ended_at = None if seconds is None else at + timedelta(seconds=seconds)
    session = Session.objects.create(
        code=secrets.token_hex(20),
        trolley=trolley,
        location_id=MARKET,
        started_at=at,
        state="ended",  # any number of them on a trolley
        ended_at=ended_at,
        alive_until=datetime(2100, 1, 1, tzinfo=UTC),
    )
    Cart.objects.create(session=session)
    return session


def _counted(visits, begin, end):
    """The same in Python, session by session."""
    inside = [one for one in visits if begin <= one[0].date() <= end]
    days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    paid = [one for one in inside if one[2]]
    units = sum(sum(sold) for _, _, sold, _ in paid)
    return {
        "from": str(begin),
        "to": str(end),
        **_counts(inside),
        "conversion": round(len(paid) / len(inside), 3) if inside else None,
        "items": units,
        "revenue": f"{Decimal('4.50') * units:.2f}",
        "currency": "EUR",
        "per_day": [
            {"day": str(day), **_counts([one for one in inside if one[0].date() == day])}
            for day in days
        ],
        "per_hour": [
            {"hour": hour, "sessions": sum(one[0].hour == hour for one in inside)}
            for hour in range(24)
        ],
        "per_trolley": [
            {"trolley_id": name, **_counts([one for one in inside if one[3] == name])}
            for name in "ABC"
            if any(one[3] == name for one in inside)
        ],
    }


def _counts(visits):
    lengths = [Decimal(seconds) for _, seconds, _, _ in visits if seconds is not None]
    return {
        "sessions": len(visits),
        "paid": sum(bool(sold) for _, _, sold, _ in visits),
        "mean_duration_s": round(sum(lengths) / len(lengths)) if lengths else None,
    }
