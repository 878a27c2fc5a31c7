"""What the customers' pages decide without asking anybody, each rule by itself."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tests.integration.machines.vendor import Json
from tools.browser.window import PHONE

PAGES = "/edge/static/vending"
NOW = "2026-03-01T12:00:00+00:00"
LATER = "2026-03-01T12:09:00+00:00"
LONG_AGO = "2026-03-01T10:00:00+00:00"
MACHINE: Json = {
    "status": "idle",
    "current_stock": 5,
    "available": 5,
    "locked": False,
    "locked_by": None,
    "expires_at": None,
    "server_time": NOW,
    "transaction": None,
}
MINE: Json = {"status": "locked", "locked": True, "locked_by": "me", "expires_at": LATER}
OTHERS: Json = {"status": "locked", "locked": True, "expires_at": LATER}


def sale(state: str, updated_at: str = NOW, **some: Any) -> Json:
    about = {"transaction_id": "t1", "state": state, "quantity": 2, "updated_at": updated_at}
    return {"transaction": {**about, **some}}


@pytest.fixture
def page(open_window: Open) -> Page:
    """The shell of the list without its own module."""
    page = open_window(PHONE)
    page.route(
        "**/vend/app.js", lambda route: route.fulfill(content_type="text/javascript", body="")
    )
    page.goto("/vend/")
    return page


def run(page: Page, module: str, code: str, argument: Any = None) -> Any:
    """The value of code that has a module's exports as `kit`."""
    return page.evaluate(
        f"async (argument) => {{ const kit = await import('{PAGES}/{module}.js'); {code} }}",
        argument,
    )


STAGES: list[tuple[str, Json, Json]] = [
    ("code", {}, {}),
    ("code", {"status": "active"}, {}),
    ("away", {"status": "offline"}, {}),
    ("away", {**OTHERS, "status": "offline"}, {}),
    ("empty", {"status": "Unavailable", "current_stock": 0, "available": 0}, {}),
    ("empty", {"available": 0}, {}),
    ("out", {"status": "Unavailable"}, {}),
    ("busy", OTHERS, {}),
    ("busy", {**OTHERS, "status": "dispatch_sent", "available": 0}, {}),
    ("quantity", MINE, {}),
    ("quantity", {**MINE, "status": "offline"}, {}),
    ("quantity", {**MINE, **sale("delivered")}, {"done": "t1"}),
    ("quantity", {**MINE, **sale("review")}, {}),
    ("quantity", {**MINE, **sale("refund_due")}, {}),
    ("quantity", {**MINE, **sale("expired")}, {}),
    ("pay", {**MINE, **sale("ordered")}, {}),
    ("expired", sale("ordered"), {}),
    ("expired", sale("expired"), {}),
    ("expired", {}, {"hasLapsed": True}),
    ("expired", OTHERS, {"hasLapsed": True}),
    ("code", sale("expired"), {"left": "t1"}),
    ("code", sale("expired"), {"done": "t1"}),
    ("paid", {**MINE, **sale("paid")}, {}),
    ("paid", sale("paid"), {}),
    ("dispensing", {**MINE, "status": "dispatch_sent", **sale("dispensing")}, {}),
    ("delivered", sale("delivered"), {}),
    ("delivered", {"status": "offline", **sale("delivered")}, {}),
    ("code", sale("delivered", LONG_AGO), {}),
    ("code", sale("refunded", LONG_AGO), {}),
    ("partly_delivered", sale("partly_delivered"), {}),
    ("review", sale("review", LONG_AGO), {}),
    ("refund_due", sale("refund_due", LONG_AGO), {"left": "t1"}),
    ("code", sale("refund_due"), {"done": "t1"}),
    ("refunded", {**OTHERS, **sale("refunded")}, {}),
]


def test_what_the_page_is_about(page: Page) -> None:
    asked = [[{**MACHINE, **status}, known] for _, status, known in STAGES]
    found = run(
        page,
        "machine/stages",
        "const now = Date.parse(argument.now);"
        "const known = { now, done: null, left: null, hasLapsed: false };"
        "return argument.asked.map(([status, some]) =>"
        " kit.stageOf(status, { ...known, ...some }));",
        {"now": NOW, "asked": asked},
    )
    assert found == [stage for stage, _, _ in STAGES]


def test_older_news_change_nothing(page: Page) -> None:
    status = {**MACHINE, **sale("paid")}
    found = run(
        page,
        "machine/stages",
        "const { status, older, newer } = argument;"
        "return [kit.isNewer(status, older), kit.isNewer(status, status), kit.isNewer(null, older),"
        " kit.withSale(status, older.transaction).transaction.state,"
        " kit.withSale(status, newer.transaction).transaction.state]",
        {
            "status": status,
            "older": {**MACHINE, "server_time": LONG_AGO, **sale("ordered", LONG_AGO)},
            "newer": {**MACHINE, **sale("delivered", LATER)},
        },
    )
    assert found == [False, True, True, "paid", "delivered"]


def test_how_many_at_most_and_for_how_long(page: Page) -> None:
    ordered = {"state": "ordered", "quantity": 2}
    asked = [[9, None], [3, None], [0, ordered], [1, {**ordered, "state": "paid"}], [0, None]]
    code = "return argument.map(([available, held]) => kit.mostUnits({ available }, held))"
    assert run(page, "machine/stages", code, asked) == [5, 3, 2, 1, 1]
    code = """const now = Date.parse(argument[0]);
      return [argument[1], argument[0], null].map((moment) => kit.secondsUntil(moment, now))
        .concat([0, 65, 600].map(kit.clockText));"""
    found = run(page, "machine/stages", code, [NOW, LATER])
    assert found == [540, 0, 0, "0:00", "1:05", "10:00"]


def test_digits_of_any_script_and_what_the_camera_has_seen(page: Page) -> None:
    typed = ["123456", " 12 34-56 ", "Code 654321!", "١٢٣٤٥٦", "۱۲۳۴۵۶", "१२३४५६", "１２３４５６"]
    odd = ["", "abc", "12", "1234567", "call 0800 at 10: 654321"]
    found = run(page, "machine/digits", "return argument.map(kit.digitsOf)", typed + odd)
    same = ["123456"] * 2 + ["654321"] + ["123456"] * 4
    assert found == [*same, "", "", "12", "123456", "654321"]

    seen = ["123456", "http://elsewhere/vend/M001/", "/vend/M-2", "/vend/receipt/1", "1234567", "x"]
    found = run(page, "machine/digits", "return argument.map(kit.readCode)", seen)
    assert found == [{"code": "123456"}, {"machineId": "M001"}, {"machineId": "M-2"}, *[None] * 3]


def test_names_searches_and_distances(page: Page) -> None:
    machines = [
        {"machine_id": name, "name": name, "location": place}
        for name, place in (("Hall 10", "Süd"), ("hall 9", "Nord"), ("", "Ost"), ("Hall 1", "Süd"))
    ]
    code = """const names = (machines) => machines.map(({ name }) => name);
      return [names(kit.byName(argument)), names(kit.matching(argument, "sud HALL")),
        names(kit.matching(argument, " ")).length, names(kit.matching(argument, "west"))]"""
    found = run(page, "vend/sorting", code, machines)
    assert found == [["", "Hall 1", "hall 9", "Hall 10"], ["Hall 10", "Hall 1"], 4, []]

    code = "return [4, 346, 1000, 12345].map(kit.distanceText)"
    assert run(page, "vend/rows", code) == ["0 m", "350 m", "1 km", "12.3 km"]
