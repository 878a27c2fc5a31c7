"""Files for spreadsheets: usage and the ledger, as CSV."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from selling import confirm
from vending.models import Sale
from vending.selectors import desk
from world import ALICE

pytestmark = pytest.mark.django_db

USAGE, LEDGER = "/edge/usage/csv/", "/edge/transactions/csv/"
NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


def file_of(api, token, path):
    """Its lines as a spreadsheet reads them, and the answer."""
    answer = api.ask(path, token=token)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True)), answer


def test_a_line_for_each_machine_and_day(api, operator, make_sale, machine, make_machine):
    make_machine("M002", name='Hall "B", left')
    make_sale(state="delivered", paid_at=NOON, dispensed=2)
    lines, answer = file_of(api, operator, f"{USAGE}?from=2026-11-09&to=2026-11-10")
    name = 'attachment; filename="usage-2026-11-09-2026-11-10.csv"'
    assert (answer.headers["Content-Disposition"], answer.headers["Cache-Control"]) == (
        name,
        "no-store",
    )
    numbers = ("sales", "units", "failed", "takings_minor", "refunded_minor", "net_minor")
    nothing = {**dict.fromkeys(numbers, "0"), "currency": "INR"}
    taken = {"takings_minor": "200", "net_minor": "200"}
    ninth, tenth = {"day": "2026-11-09"}, {"day": "2026-11-10"}
    first, second = {"machine_id": "M001", "name": ""}, {"machine_id": "M002"}
    second["name"] = 'Hall "B", left'
    assert lines == [
        {**first, **ninth, **nothing},
        {**first, **tenth, **nothing, "sales": "1", "units": "2", **taken},
        {**second, **ninth, **nothing},
        {**second, **tenth, **nothing},
    ]
    only, _ = file_of(api, operator, f"{USAGE}?from=2026-11-10&to=2026-11-10&machine_id=M001")
    assert [line["machine_id"] for line in only] == ["M001"]


def test_the_ledger_is_a_file(api, operator, tried, make_sale):
    confirm(tried)
    make_sale("tx1", state="refunded", provider_payment_id="pay_1", flag="late_confirm")
    lines, answer = file_of(api, operator, LEDGER)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="transactions.csv"'
    assert [line["transaction_id"] for line in lines] == ["tx1", tried]
    assert lines[0] | dict.fromkeys(("created_at", "updated_at"), "") == {
        "transaction_id": "tx1",
        "order_id": "",
        "payment_id": "pay_1",
        "machine_id": "M001",
        "client_id": ALICE,
        "state": "refunded",
        "quantity": "2",
        "dispensed": "",
        "amount_minor": "200",
        "refunded_minor": "0",
        "currency": "INR",
        "flag": "late_confirm",
        "is_test": "false",
        "created_at": "",
        "paid_at": "",
        "updated_at": "",
    }
    assert (lines[1]["is_test"], lines[1]["dispensed"]) == ("true", "2")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        *((text, f"'{text}") for text in ("=1+1", "+1", "-1", "@a", "\t=1", " =1", "\r=1", "\n=1")),
        *((text, text) for text in ("a=1", "1-1", 'a"b', "a,b", "a\r\nb", "ä", "'=1")),
    ],
)
def test_no_text_is_run_as_a_formula(api, operator, make_sale, machine, text, cell):
    make_sale(text)
    machine.name = text
    machine.save()
    [line] = file_of(api, operator, LEDGER)[0]
    assert line["transaction_id"] == cell
    [line] = file_of(api, operator, f"{USAGE}?from=2026-11-10&to=2026-11-10")[0]
    assert line["name"] == cell


def test_numbers_stay_numbers(api, operator, make_sale):
    sale = make_sale(state="refunded")
    sale.refunds.create(amount=200, reason="staff", state="done", done_at=NOON)
    [line] = file_of(api, operator, f"{USAGE}?from=2026-11-10&to=2026-11-10")[0]
    assert (line["refunded_minor"], line["net_minor"]) == ("200", "-200")


@pytest.fixture
def history(make_sale, make_machine):
    """One sale each day from 8 to 12 November, at two machines and in several states."""
    other = make_machine("M002")
    states = ("delivered", "refund_due", "review", "delivered", "review")
    for number, state in enumerate(states):
        at = {"at": other} if number == 4 else {}
        made = make_sale(f"tx{number}", state=state, **at)
        begun = NOON + timedelta(days=number - 2)
        Sale.objects.filter(pk=made.pk).update(created_at=begun)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [4, 3, 2, 1, 0]),
        ("state=review,refund_due", [4, 2, 1]),
        ("state=review,refund_due&machine_id=M001", [2, 1]),
        ("from=2026-11-10", [4, 3, 2]),
        ("to=2026-11-10", [2, 1, 0]),
        ("from=2026-11-09&to=2026-11-09", [1]),
        ("from=2026-11-11&to=2026-11-09", []),
        ("from=2026-11-09&to=2026-11-12&state=delivered&machine_id=M001", [3]),
        ("from=&to=&state=&machine_id=", [4, 3, 2, 1, 0]),
    ],
)
def test_the_list_and_the_file_are_filtered_alike(api, operator, history, query, found):
    names = [f"tx{number}" for number in found]
    lines, _ = file_of(api, operator, f"{LEDGER}?{query}")
    listed = api.ask(f"/edge/transactions/?{query}", token=operator).json()["results"]
    assert [line["transaction_id"] for line in lines] == names
    assert [row["transaction_id"] for row in listed] == names


def test_what_is_over_by_the_clock_is_found_among_several(api, operator, make_sale):
    make_sale("open")
    make_sale("over", minutes=-1)
    make_sale("done", state="delivered")

    def names(states):
        lines, _ = file_of(api, operator, f"{LEDGER}?state={states}")
        return [(line["transaction_id"], line["state"]) for line in lines]

    assert names("delivered,expired") == [("done", "delivered"), ("over", "expired")]
    assert names("delivered,ordered") == [("done", "delivered"), ("open", "ordered")]
    assert len(names("ordered,expired,delivered")) == 3


@pytest.mark.parametrize(
    "query",
    ["state=odd", "state=review,odd", "state=review,", "state=,", "from=x", "to=2026-02-30"],
)
def test_odd_queries_are_refused(api, operator, query):
    for path in ("/edge/transactions/", LEDGER):
        answer = api.ask(f"{path}?{query}", token=operator)
        assert (answer.status_code, answer.json()["code"]) == (400, "erroneous_value")


def test_a_long_ledger_is_read_in_parts(api, operator, make_sale, monkeypatch):
    monkeypatch.setattr(desk, "AT_ONCE", 3)
    for number in range(8):
        make_sale(f"tx{number}")
    lines, _ = file_of(api, operator, LEDGER)
    assert [line["transaction_id"] for line in lines] == [
        f"tx{number}" for number in range(7, -1, -1)
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", [USAGE, LEDGER])
def test_a_database_that_is_down_is_a_503(operator, machine, path):
    headers = {"Authorization": f"Bearer {operator}"}

    def fail(*_):
        raise OperationalError("as the test wants it")

    with connection.execute_wrapper(fail):
        answer = Client().get(path, headers=headers)
    connection.close()  # it counts as broken; the next one is new
    assert (answer.status_code, answer.json()["status"]) == (503, 503)
