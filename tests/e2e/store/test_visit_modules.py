"""What the visitor's page decides without asking anybody, each rule by itself."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tests.integration.store.shop import Json
from tools.browser.window import PHONE

PAGES = "/edge/static/store/visit"
NOW = 1_800_000_000_000  # milliseconds
TEA: Json = {"product_id": 1, "name": "Tea", "quantity": 2, "unit_price": "1.25", "total": "2.50"}
JAM: Json = {"product_id": 2, "name": "Jam", "quantity": 1, "unit_price": "3.00", "total": "3.00"}


@pytest.fixture
def page(open_window: Open) -> Page:
    """The shell without its own module."""
    page = open_window(PHONE)
    page.route(
        "**/visit/app.js", lambda route: route.fulfill(content_type="text/javascript", body="")
    )
    page.goto("/store/")
    return page


def run(page: Page, code: str, argument: Any = None) -> Any:
    """The value of code that has the exports of stages.js as `kit`."""
    return page.evaluate(
        f"async (argument) => {{ const kit = await import('{PAGES}/stages.js'); {code} }}",
        argument,
    )


def receipt(status: str, total: str, paid: str, due: str) -> Json:
    lines = [TEA] if total != "0.00" else []
    return {"status": status, "total": total, "paid": paid, "due": due, "lines": lines}


OUT: Json = {"exited_at": "2026-03-01T12:00:00+00:00", "billable": True, "receipt": None}
STAGES: list[tuple[str, Json]] = [
    ("inside", {**OUT, "exited_at": None}),
    ("inside", {**OUT, "exited_at": None, "billable": False}),
    ("work", {**OUT, "billable": False}),
    ("pending", OUT),
    ("due", {**OUT, "receipt": receipt("completed", "2.50", "0.00", "2.50")}),
    ("due", {**OUT, "receipt": receipt("reviewed", "2.50", "1.00", "1.50")}),
    ("settled", {**OUT, "receipt": receipt("completed", "2.50", "2.50", "0.00")}),
    ("settled", {**OUT, "receipt": receipt("reviewed", "0.00", "2.50", "0.00")}),
    ("nothing", {**OUT, "receipt": receipt("completed", "0.00", "0.00", "0.00")}),
    ("contested", {**OUT, "receipt": receipt("contested", "2.50", "0.00", "2.50")}),
    ("draft", {**OUT, "receipt": receipt("draft", "2.50", "0.00", "2.50")}),
]


def test_where_a_visit_is(page: Page) -> None:
    visits = [visit for _, visit in STAGES]
    found = run(page, "return argument.map(kit.stageOf)", visits)
    assert found == [stage for stage, _ in STAGES]
    can = run(page, "return argument.map(kit.isContestable)", visits)
    assert [stage for (stage, _), is_so in zip(STAGES, can, strict=True) if is_so] == [
        *("due", "due", "settled")
    ]


def test_what_has_changed_in_a_cart(page: Page) -> None:
    fewer, more = {**TEA, "quantity": 1}, {**TEA, "quantity": 5}
    dearer = {**TEA, "unit_price": "1.50"}
    asked = [
        [[], [TEA]],
        [[TEA], [TEA]],
        [[TEA], [fewer, JAM]],
        [[TEA, JAM], [more]],
        [[TEA], [TEA, dearer]],
    ]
    found = run(
        page,
        "return argument.map(([before, after]) =>"
        " kit.changesOf({ lines: before }, { lines: after }).map(({ key, kind }) => [key, kind]));",
        asked,
    )
    assert found == [
        [["1-1.25", "come"]],
        [],
        [["1-1.25", "less"], ["2-3.00", "come"]],
        [["1-1.25", "more"], ["2-3.00", "gone"]],
        [["1-1.50", "come"]],
    ]


def test_until_when_a_code_is_shown(page: Page) -> None:
    left = [60_000, 59_000, 30_000, 12_000, -5_000, 90_000]
    found = run(
        page,
        "const { now, left } = argument; const iso = (at) => new Date(at).toISOString();"
        "return left.map((each) => kit.endOf(iso(now + each), now) - now);",
        {"now": NOW, "left": left},
    )
    assert found == [60_000, 59_000, 30_000, 45_000, 45_000, 45_000]
    found = run(
        page,
        "const { now, left } = argument;"
        "return [kit.standingOf(null, now),"
        " ...left.map((each) => kit.standingOf({ endsAt: now + each }, now))];",
        {"now": NOW, "left": [60_000, 10_001, 10_000, 501, 500, -1]},
    )
    assert found == ["over", "good", "good", "due", "due", "over", "over"]


def test_what_an_address_is_about(page: Page) -> None:
    hashes = ["", "#", "#visits", "#visit/a-1", "#visit/", "#other", "#visit/%2e%2e"]
    found = run(page, "return argument.map(kit.routeOf)", hashes)
    home = {"name": "home", "id": ""}
    one = {"name": "visit", "id": "a-1"}
    assert found == [home, home, {"name": "visits", "id": ""}, one, home, home, home]


def test_a_product_at_two_prices_is_billed_once(page: Page) -> None:
    lines = [TEA, JAM, {**TEA, "unit_price": "1.50", "quantity": 3}]
    found = run(page, "return [...kit.billedOf(argument)]", lines)
    assert found == [[1, {"name": "Tea", "quantity": 5}], [2, {"name": "Jam", "quantity": 1}]]
