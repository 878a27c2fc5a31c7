"""Usage and takings, held against a count by hand; and as files."""

import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from devices.keys import device_create
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from selling import VERIFY, lock_over, pay_id, proof
from vending import jobs
from vending.models import Machine, Received, Refund, Sale, SaleOrder
from vending.selectors.usage import usage, usage_lines
from world import ALICE, JOHN, KEY

pytestmark = pytest.mark.django_db

PATH = "/edge/usage/"
NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
NOTHING = dict.fromkeys(("sales", "units", "takings", "refunded", "net", "failed"), 0)
NUMBERS = count(1)


def sell(machine, paid_at=NOON, *, state="delivered", quantity=2, dispensed=2, **more):
    """A sale that was paid then."""
    number = next(NUMBERS)
    sale = Sale.objects.create(
        transaction_id=f"tx-{number}",
        uid=uuid.uuid4(),
        machine=machine,
        client_id=ALICE,
        state=state,
        quantity=quantity,
        unit_price=100,
        kept_until=NOON,
        paid_at=paid_at,
        dispensed=dispensed,
        **{"amount": 100 * quantity, "currency": "INR", **more},
    )
    if paid_at is not None:
        pay(sale, paid_at)
    return sale


def pay(sale, at, amount=None, currency=""):
    """Money has come for a sale."""
    same = {name: getattr(sale, name) for name in ("quantity", "amount", "currency")}
    order = SaleOrder.objects.create(sale=sale, is_current=False, **same)
    Received.objects.create(
        provider_payment_id=f"pay_{order.pk}",
        sale=sale,
        order=order,
        amount=amount,
        currency=currency,
        at=at,
    )
    return f"pay_{order.pk}"


def back(sale, at, amount=200, payment=None, state="done", **more):
    """Money of a sale is back."""
    Refund.objects.create(
        sale=sale,
        amount=amount,
        state=state,
        done_at=at,
        provider_payment_id=payment or sale.received.first().provider_payment_id,
        **{"reason": "staff", **more},
    )


def read(api, token, query="from=2026-11-01&to=2026-11-30"):
    answer = api.ask(f"{PATH}?{query}", token=token)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def told(rows):
    """Only those that say something."""
    return [row for row in rows if any(row.get(name) for name in NOTHING)]


def test_a_month_of_two_machines(api, operator, machine, make_machine):
    machine.name = "Lobby"
    machine.save()
    other = make_machine("M002")
    sell(machine)
    sell(machine, NOON + timedelta(days=1), quantity=5, dispensed=5)
    failed = sell(other, NOON - timedelta(hours=1), state="refunded", dispensed=0)
    back(failed, NOON + timedelta(days=2))
    figures = read(api, operator)
    assert {name: figures[name] for name in ("from", "to", "currency")} == {
        "from": "2026-11-01",
        "to": "2026-11-30",
        "currency": "INR",
    }
    whole = {"sales": 3, "units": 7, "takings": 900, "refunded": 200, "net": 700, "failed": 1}
    assert figures["totals"] == whole
    tenth = {"sales": 2, "units": 2, "takings": 400, "refunded": 0, "net": 400, "failed": 1}
    assert told(figures["days"]) == [
        {"day": "2026-11-10", **tenth},
        {"day": "2026-11-11", **NOTHING, "sales": 1, "units": 5, "takings": 500, "net": 500},
        {"day": "2026-11-12", **NOTHING, "refunded": 200, "net": -200},
    ]
    assert [day["day"] for day in figures["days"]][::29] == ["2026-11-01", "2026-11-30"]
    lobby = {"sales": 2, "units": 7, "takings": 700, "refunded": 0, "net": 700, "failed": 0}
    second = {"sales": 1, "units": 0, "takings": 200, "refunded": 200, "net": 0, "failed": 1}
    assert figures["machines"] == [
        {"machine_id": "M001", "name": "Lobby", **lobby},
        {"machine_id": "M002", "name": "", **second},
    ]
    assert [hour["hour"] for hour in figures["hours"]] == list(range(24))
    assert {hour["hour"]: hour["sales"] for hour in told(figures["hours"])} == {11: 1, 12: 2}


def test_of_one_machine(api, operator, machine, make_machine):
    sell(machine)
    back(sell(make_machine("M002"), quantity=1, dispensed=1), NOON, amount=50)
    figures = read(api, operator, "from=2026-11-10&to=2026-11-10&machine_id=M002")
    one = {"sales": 1, "units": 1, "takings": 100, "refunded": 50, "net": 50, "failed": 0}
    assert (figures["totals"], figures["days"]) == (one, [{"day": "2026-11-10", **one}])
    assert figures["machines"] == [{"machine_id": "M002", "name": "", **one}]
    unknown = read(api, operator, "machine_id=M999")
    assert (unknown["totals"], unknown["machines"]) == (NOTHING, [])


def test_money_that_could_not_be_credited_came_and_goes(api, operator, machine):
    sale, next_day = sell(machine), NOON + timedelta(days=1)
    wrong = {"reason": "wrong_amount", "payment": pay(sale, NOON, amount=150)}
    back(sale, next_day, amount=150, created_at=NOON, **wrong)
    late = sell(machine, None, state="refund_due", dispensed=None)
    waits = {"reason": "late_payment", "payment": pay(late, NOON), "state": "due"}
    back(late, None, created_at=NOON, **waits)
    credited = {"sales": 1, "units": 2, "takings": 550, "net": 550}
    assert told(read(api, operator)["days"]) == [
        {"day": "2026-11-10", **NOTHING, **credited},
        {"day": "2026-11-11", **NOTHING, "refunded": 150, "net": -150},
    ]


def test_the_takings_are_what_the_provider_has_got(api, operator, call, order, provider_process):
    """Alice pays twice, and once more when her lock is over."""
    order_id = order()
    for _ in range(2):
        assert call(VERIFY, proof(order_id, pay_id()))[0] == 200
    lock_over()
    jobs.locks_expire()
    assert call(VERIFY, proof(order_id, pay_id()))[0] == 200
    totals = read(api, operator, "")["totals"]
    assert totals == {**NOTHING, "sales": 1, "takings": 600, "net": 600, "failed": 1}
    Refund.objects.update(state="done", done_at=timezone.now())
    assert read(api, operator, "")["totals"] == {**totals, "refunded": 600, "net": 0}


def test_money_of_another_currency_is_not_added_up(api, operator, machine):
    sale = sell(machine)
    wrong = {"reason": "wrong_amount", "payment": pay(sale, NOON, amount=700, currency="EUR")}
    back(sale, NOON, amount=700, created_at=NOON, **wrong)
    sell(machine, currency="JPY")
    totals = read(api, operator)["totals"]
    assert (totals["takings"], totals["refunded"]) == (200, 0)


def test_what_is_on_its_way_is_not_back(api, operator, machine):
    back(sell(machine, state="refund_due", dispensed=0), None, state="sent")
    totals = read(api, operator)["totals"]
    assert (totals["refunded"], totals["failed"]) == (0, 1)


def test_tests_and_the_unpaid_are_not_counted(api, operator, machine):
    sell(machine, None, state="delivered", is_test=True, amount=0)
    sell(machine, None, state="expired", dispensed=None)
    test = sell(machine, None, is_test=True, amount=0)
    Sale.objects.filter(pk=test.pk).update(paid_at=NOON)
    figures = read(api, operator)
    assert (figures["totals"], told(figures["hours"])) == (NOTHING, [])


def test_days_are_those_of_utc_and_both_are_included(api, operator, machine):
    for at in ("2026-10-31T23:59:59.999999", "2026-11-01T00:00:00", "2026-11-02T23:59:59.999999"):
        sell(machine, datetime.fromisoformat(f"{at}+00:00"))
    sell(machine, datetime.fromisoformat("2026-11-03T01:30:00+02:00"))  # 23:30 of the second
    sell(machine, datetime.fromisoformat("2026-11-03T00:00:00+00:00"))
    figures = read(api, operator, "from=2026-11-01&to=2026-11-02")
    assert [(day["sales"], day["takings"]) for day in figures["days"]] == [(1, 200), (2, 400)]


def test_by_default_the_last_thirty_days(api, operator):
    figures = read(api, operator, "from=&to=&machine_id=")
    today = datetime.now(UTC).date()
    assert (figures["from"], figures["to"]) == (str(today - timedelta(days=29)), str(today))
    assert len(figures["days"]) == 30
    assert len(read(api, operator, "from=2024-01-01&to=2024-12-31")["days"]) == 366


def test_the_ends_of_the_calendar(api, operator):
    assert read(api, operator, "to=0001-01-02")["from"] == "0001-01-01"
    last = read(api, operator, "from=9999-12-31&to=9999-12-31")
    assert last["days"] == [{"day": "9999-12-31", **NOTHING}]


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-02&to=2026-11-01",
        "from=2024-01-01&to=2025-01-01",
        "from=2020-01-01",
        "from=yesterday",
        "from=2026-02-30&to=2026-03-01",
        "from=20261101&to=20261102",
        "from=2026-11-01T00:00:00Z",
        "to=0001-01-01&from=9999-12-31",
        "machine_id=" + "x" * 201,
    ],
)
def test_odd_parameters_are_refused(api, operator, query):
    for path in (PATH, f"{PATH}csv/"):
        refused = api.ask(f"{path}?{query}", token=operator)
        assert (refused.status_code, refused.json()["code"]) == (400, "erroneous_value")


@pytest.mark.parametrize("path", [PATH, f"{PATH}csv/", "/edge/transactions/csv/"])
def test_only_operators_read_them(api, token, operator, path):
    assert [api.ask(path, token=each).status_code for each in ("", KEY)] == [401, 401]
    assert api.ask(path, token=token(JOHN)).status_code == 403
    assert api.ask(path, token=operator).status_code == 200


def test_it_is_two_queries_however_long_the_time_is(machine):
    for number in range(20):
        sell(machine, NOON + timedelta(hours=number))
    days = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    for figures in (usage, lambda **asked: list(usage_lines(**asked))):
        with CaptureQueriesContext(connection) as queries:
            figures(**days, machine_id=None)
        assert len(queries) == 2


sales = st.lists(
    st.tuples(
        st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 5), timezones=st.just(UTC)),
        st.sampled_from(["delivered", "partly_delivered", "refunded", "paid"]),
        st.integers(0, 3) | st.none(),
        st.none() | st.timedeltas(timedelta(0), timedelta(days=2)),
        st.sampled_from("AB"),
    ),
    max_size=12,
)


@hypothesis_settings(max_examples=25, deadline=None, derandomize=True)
@given(made=sales, first=st.integers(1, 5), length=st.integers(1, 4))
def test_the_figures_are_those_of_a_count_by_hand(made, first, length, django_db_blocker):
    begin = date(2026, 11, first)
    end = begin + timedelta(days=length - 1)
    for model in (Refund, Received, SaleOrder, Sale):
        model.objects.all().delete()
    machines = {name: Machine.objects.filter(machine_id=name).first() for name in "AB"}
    machines = {name: found or _machine(name) for name, found in machines.items()}
    for at, state, dispensed, wait, name in made:
        sale = sell(machines[name], at, state=state, dispensed=dispensed)
        if wait is not None:
            back(sale, at + wait, amount=70)
    found = usage(first=begin, last=end, machine_id=None)
    days = [begin + timedelta(days=number) for number in range(length)]
    assert found["totals"] == _counted(made, days, "AB")
    assert found["days"] == [{"day": str(day), **_counted(made, [day], "AB")} for day in days]
    assert found["machines"] == [
        {"machine_id": name, "name": "", **_counted(made, days, name)} for name in "AB"
    ]
    lines = usage_lines(first=begin, last=end, machine_id=None)
    assert list(lines) == [
        (name, "", str(day), _counted(made, [day], name)) for name in "AB" for day in days
    ]


def _machine(name):
    device = device_create(kind="machine", external_id=name)
    return Machine.objects.create(machine_id=name, device=device)


def _counted(made, days, names):
    """The same in Python, sale by sale."""
    mine = [one for one in made if one[4] in names]
    paid = [one for one in mine if one[0].date() in days]
    returned = [one for one in mine if one[3] is not None and (one[0] + one[3]).date() in days]
    return {
        "sales": len(paid),
        "units": sum(one[2] or 0 for one in paid),
        "takings": 200 * len(paid),
        "refunded": 70 * len(returned),
        "net": 200 * len(paid) - 70 * len(returned),
        "failed": sum(one[1] == "refunded" for one in paid),
    }
