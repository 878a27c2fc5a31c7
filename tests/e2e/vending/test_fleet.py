"""What operators see of all machines, as soon as it happens."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.e2e.conftest import Open
from tests.e2e.vending.operator import Operator, soon
from tests.e2e.vending.shop import LEISURELY, Shop
from tests.e2e.watch import Watch
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, TABLET
from tools.devices.vending.board import LATER, Faults

PATIENCE = 20.0  # seconds, for what machines do in their own time
MANY = 300  # machines
EVENTS = 100
PER_EVENT = 0.1  # seconds of the board for each, on a machine that others use too
# Those whose money waits for a decision go first; tests before have left some.
AFTER_MONEY = "li.machine:not([data-kind=decide]):not([data-kind=owed])"


@pytest.fixture
def operator(open_window: Open, shop: Shop) -> Operator:
    return Operator(open_window(TABLET, signed_in=shop.login), shop)


def test_a_sale_is_seen_from_its_lock_to_its_end(operator: Operator, shop: Shop) -> None:
    stand = shop.machine(name="Lobby", stock=10, timing=LEISURELY)
    row = operator.arrive().row(stand)
    expect(row).to_contain_text("Ready")
    customer = stand.customer(2).locks()
    operator.sees(row, "Somebody has it")
    customer.pays()
    operator.sees(row, "Paid, not dispensed yet: 2 units, ₹3.00")
    operator.sees(row, "8 units · 2 held")
    customer.triggers()
    operator.sees(row, "Dispensing")
    wait_for(lambda: stand.shown()["status"] in {"idle", "active"}, PATIENCE, "it has dispensed")
    operator.sees(row, "Ready")
    expect(row.locator(".stock")).to_have_text("8 units")


def test_a_jam_needs_somebody_until_it_is_put_back(operator: Operator, shop: Shop) -> None:
    stand = shop.machine(name="Jammed", firmware=LATER, faults=Faults(jam_after=0))
    row = operator.arrive().row(stand)
    customer = stand.customer(1).buys()
    wait_for(lambda: "motor_jam" in stand.events(), PATIENCE, "it has told")
    soon(lambda: row.get_attribute("data-kind") in {"owed", "jam"}, "it stands out")
    customer.ends("refunded", dispensed=None, refunded=150, left=10)
    operator.sees(row, "Jam")
    expect(row).to_have_attribute("data-kind", "jam")
    expect(operator.page.locator(AFTER_MONEY).first).to_have_attribute("data-kind", "jam")
    row.get_by_role("link").click()
    expect(operator.card("Service")).to_contain_text("its motor jammed")
    operator.press("Put back into service")
    expect(operator.card("Service")).to_contain_text("In service")


def test_a_machine_goes_off_line_and_comes_back(operator: Operator, shop: Shop) -> None:
    stand = shop.machine(name="Canteen")
    row = operator.arrive().row(stand)
    expect(row).to_contain_text("Ready")
    before = operator.total()
    stand.leave()
    operator.sees(row, "Off line")
    assert operator.total() != before
    expect(operator.page.get_by_role("status").filter(has_text="Canteen: Off line")).to_have_count(
        1
    )
    stand.back()
    stand.code_of_now()
    operator.sees(row, "Ready")


def test_what_happened_while_the_network_was_cut(
    operator: Operator, shop: Shop, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED", "WebSocket")
    stand = shop.machine(name="Yard", stock=10)
    row = operator.arrive().row(stand)
    expect(row.locator(".stock")).to_have_text("10 units")
    operator.page.context.set_offline(True)
    operator.stands("No connection.")
    shop.call("POST", stand.path("/update-stock"), {"stock": 3})
    operator.page.context.set_offline(False)
    operator.stands("Live")
    operator.sees(row, "3 units")
    assert row.get_attribute("data-kind") == "low"


def test_customers_see_nothing(open_window: Open, shop: Shop) -> None:
    page = open_window(PHONE, signed_in={**shop.login, "roles": []})
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/edge/board/#/machines")
    expect(page.get_by_role("heading", name="This is for operators")).to_be_visible()
    assert not [url for url in asked if "/edge/fleet" in url or "/edge/desk" in url]
    Operator(page, shop).stays_signed_in()
    page.get_by_role("button", name="Sign in as somebody else").click()
    expect(page.get_by_label("Username")).to_be_visible()


def row_of(number: int, **some: Any) -> dict[str, Any]:
    """A machine of the stream."""
    name = f"M{number:03d}"
    return {
        "machine_id": name,
        "id": name,
        "name": f"Café {number}",
        "location": f"Gleis {number}",
        "status": "idle",
        "current_stock": 20,
        "available": 20,
        "unit_price_paise": 150,
        "currency": "INR",
        "last_refill_at": None,
        "last_seen_at": "2026-01-01T00:00:00.000000+00:00",
        "online": True,
        "in_service": True,
        "locked": False,
        "lock_expires_at": None,
        "transactions": [],
    } | some


def open_sale(number: int, state: str) -> dict[str, Any]:
    """A transaction at a machine."""
    return {
        "transaction_id": f"of-{number}",
        "order_id": None,
        "machine_id": f"M{number:03d}",
        "state": state,
        "quantity": 1,
        "dispensed": None,
        "amount": 150,
        "refunded": 0,
        "currency": "INR",
        "updated_at": "2026-01-01T00:00:00.000000+00:00",
    }


def jammed(route: Route) -> None:
    event = {"id": 1, "machine_id": "M007", "client_id": None, "type": "motor_jam", "payload": {}}
    row = {**event, "created_at": "2026-01-01T00:00:00.000000+00:00"}
    route.fulfill(json={"count": 1, "next": None, "previous": None, "results": [row]})


def frame(kind: str, seq: int, data: Any) -> str:
    return json.dumps({"type": kind, "seq": seq, "epoch": "1", "data": data})


def many_machines() -> list[dict[str, Any]]:
    """MANY machines: one in each state that stands out, and else free ones."""
    return [
        row_of(1, online=False, status="offline"),
        row_of(2, current_stock=0, available=0),
        row_of(3, current_stock=4, available=4),
        row_of(4, in_service=False, status="Unavailable"),
        row_of(5, transactions=[open_sale(5, "review")]),
        row_of(6, online=False, status="offline", transactions=[open_sale(6, "paid")]),
        row_of(7, in_service=False, status="Unavailable"),
        *(row_of(number) for number in range(8, MANY + 1)),
    ]


def streamed(page: Page, rows: list[dict[str, Any]]) -> list[WebSocketRoute]:
    """Has the board's stream begin with these machines; returns its connections, as they come."""
    lines = list[WebSocketRoute]()

    def answer(line: WebSocketRoute) -> None:
        lines.append(line)
        line.on_message(lambda _: line.send(json.dumps({"type": "pong"})))
        line.send(frame("snapshot", 0, {"machines": rows}))

    page.route_web_socket("**/ws/fleet/**", answer)
    return lines


def finds(page: Page) -> None:
    """Narrows the list by how machines stand and by what is typed, and shows all again."""
    machines, found = page.locator("li.machine"), page.get_by_label("Find a machine")
    page.get_by_role("button", name="Low").click()
    expect(machines).to_have_count(1)
    page.get_by_role("button", name="All").click()
    found.fill(" CAFE 299 ")
    expect(machines).to_have_count(1)
    found.fill("nowhere")
    expect(page.get_by_text("No machine is like that.")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(machines).to_have_count(MANY)


def test_three_hundred_machines_stay_quick(operator: Operator) -> None:
    page = operator.page
    machines = page.locator("li.machine")
    page.route("**/edge/machine-events/?machine_id=M007&*", jammed)
    lines = streamed(page, many_machines())
    operator.arrive()
    expect(machines).to_have_count(MANY)
    expect(page.locator("li.machine[data-kind=jam]")).to_have_count(1)
    assert operator.total() == "298 of 300 on line · 5 need you"
    kinds = machines.evaluate_all("all => all.map((each) => each.dataset.kind)")
    assert kinds[:8] == [
        "decide", "jam", "offline_busy", "offline", "empty", "low", "out", "free"
    ]  # fmt: skip
    began = time.monotonic()
    for seq in range(1, EVENTS + 1):
        row = row_of(seq + 100, current_stock=7, available=7)
        lines[0].send(frame("machine.changed", seq, row))
    last = machines.filter(has_text=f"M{EVENTS + 100}")
    expect(last).to_contain_text("7 units")
    assert time.monotonic() - began < EVENTS * PER_EVENT
    finds(page)


def test_the_qr_codes_of_those_that_are_shown(operator: Operator, shop: Shop) -> None:
    stand = shop.machine(name="Printed", is_on=False)
    operator.page.add_init_script("globalThis.print = () => {}")
    operator.arrive()
    many = operator.page.locator("li.machine").count()
    if many >= 8:
        operator.page.get_by_label("Find a machine").fill(stand.machine_id)
        many = 1
    operator.page.get_by_role("button", name="Print").click()
    expect(operator.page.locator(".sheet .ticket")).to_have_count(many)
    expect(operator.page.locator(".sheet")).to_contain_text(f"Printed ({stand.machine_id})")
