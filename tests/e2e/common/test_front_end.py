"""The original's front end for vending in a real browser: a page of `http://localhost:5173` that
asks `http://localhost:8002`, as the seed has both. Chromium is told where these two are here.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from demo.accounts import ADMIN_PASSWORD
from tests.integration.machines.vendor import Stand, Vendor
from tests.support.api import Api
from tests.support.machines import machines
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, launched, window

FILES = Path(__file__).with_name("front_end")
ORIGIN, STRANGER, BACKEND = "localhost:5173", "localhost:5174", "localhost:8002"
UNIT = 100  # paise: what the front end asks for
WITHIN = 20.0  # seconds


class Quiet(SimpleHTTPRequestHandler):
    """The front end's files, without a log."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def files() -> Iterator[int]:
    """The port at which the front end's files are."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(FILES)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def elsewhere(browser: Browser, stack: Stack, files: int) -> Iterator[Browser]:
    """A browser in which the two addresses are those of the files and of the development port."""
    backend = stack.address("codes").rpartition(":")[2]
    rules = (
        *(f"MAP {name} 127.0.0.1:{files}" for name in (ORIGIN, STRANGER)),
        f"MAP {BACKEND} 127.0.0.1:{backend}",
        *("MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"),
    )
    with launched(browser.browser_type, f"--host-resolver-rules={', '.join(rules)}") as other:
        yield other


class FrontEnd:
    """One page of it. `said` is what its console said, `asked` its requests."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.said: list[str] = []
        self.asked: list[Request] = []
        context.on("console", self._console)
        context.on("request", lambda request: self.asked.append(request))
        self.page: Page = context.new_page()
        self.page.goto(f"http://{origin}/")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(message.text)

    def do(self, name: str, *words: Any) -> Any:
        """What one of its functions comes to."""
        return self.page.evaluate("([name, words]) => frontEnd[name](...words)", [name, words])

    @property
    def alerts(self) -> list[str]:
        return list(self.page.evaluate("told"))


@pytest.fixture
def front_end(elsewhere: Browser) -> Iterator[FrontEnd]:
    context = window(elsewhere, PHONE, f"http://{ORIGIN}")
    yield FrontEnd(context, ORIGIN)
    context.close()


@pytest.fixture(scope="module")
def vendor(stack: Stack, api: Api) -> Vendor:
    user = api.register()
    stack.manage("verification", "grant", user.username, "operator")
    return Vendor(stack, api, api.sign_in(user))


@pytest.fixture
def stand(vendor: Vendor) -> Iterator[Stand]:
    """A machine on line; a unit costs what the front end believes."""
    with machines(vendor.api.url) as vendor.machines:
        stand = vendor.stand(stock=5)
        change = {"unit_price_paise": UNIT, "location": "Hall 2"}
        vendor.call("PATCH", f"/api/machine/{stand.machine_id}", change)
        yield stand


def row_of(front_end: FrontEnd, stand: Stand) -> dict[str, Any]:
    rows = front_end.do("machines")
    return next(dict(row) for row in rows if row["id"] == stand.machine_id)


def test_select_a_machine_lock_pay_dispense_and_feedback(
    front_end: FrontEnd, stand: Stand, vendor: Vendor
) -> None:
    machine, transaction = stand.machine_id, str(uuid.uuid4())
    row = row_of(front_end, stand)
    assert (row["selectable"], row["stock"], row["location"]) == (True, 5, "Hall 2")
    assert front_end.do("mount", machine) == {"locked": False, "own": False, "seconds": 0}
    code = stand.code_of_now()
    assert front_end.do("lock", code) > 0
    mounted = front_end.do("mount", machine)
    assert (mounted["locked"], mounted["own"], 590 < mounted["seconds"] <= 600) == (True,) * 3
    order = front_end.do("order", machine, 2, transaction)
    assert (order["amount"], order["currency"]) == (2 * UNIT, "INR")
    paid = vendor.api.post(f"/sandbox/pay/{order['order_id']}", {"action": "pay"}).json()
    assert front_end.do("paid", machine, code, 2, transaction, paid) is True
    wait_for(lambda: not front_end.do("mount", machine)["locked"], WITHIN, "it has confirmed")
    assert (stand.played.machine.counted.units_out, row_of(front_end, stand)["stock"]) == (2, 3)
    assert front_end.do("feedback", machine, 5, "Quick")
    assert front_end.do("feedback", machine, 4, "")
    told = vendor.call("GET", f"/api/feedback?machine_id={machine}")["results"]
    assert [(row["rating"], row["comment"]) for row in told] == [(4, None), (5, "Quick")]
    assert (front_end.alerts, front_end.said) == ([], [])
    _was_of_another_origin(front_end)


def _was_of_another_origin(front_end: FrontEnd) -> None:
    """What went out came from a page of another origin, and its answers were for that page."""
    calls = [each for each in front_end.asked if BACKEND in each.url]
    assert len(calls) > 8
    for each in calls:
        response = each.response()
        assert response is not None
        assert each.header_value("origin") == f"http://{ORIGIN}"
        assert response.header_value("access-control-allow-origin") == f"http://{ORIGIN}"


def test_refusals_are_shown_in_the_servers_words(front_end: FrontEnd, stand: Stand) -> None:
    machine, code = stand.machine_id, stand.code_of_now()
    somebody = stand.customer(1)
    assert front_end.do("lock", "000000") is None
    assert front_end.do("order", machine, 1, "tx-1") is None
    assert front_end.do("unlock", machine) is False
    assert front_end.do("lock", code) > 0
    assert front_end.do("unlock", machine) is True
    stand.played.until(lambda machine: not machine.locked, "it is unlocked")
    somebody.locks()
    assert front_end.do("lock", somebody.code) is None
    proof = {"razorpay_payment_id": "p", "razorpay_order_id": "o", "razorpay_signature": "s"}
    assert front_end.do("paid", machine, code, 1, "tx-1", proof) is False
    assert front_end.alerts == [
        "Code not found or expired",
        "No active lock or lock expired",
        "No active lock to unlock",
        "Machine is already locked by another user",
        "The payment could not be verified",
    ]
    assert front_end.do("mount", machine)["own"] is False


def test_an_operator_signs_in_and_fills_a_machine(front_end: FrontEnd, stand: Stand) -> None:
    assert front_end.do("signIn", "guess") is False
    assert front_end.do("verified") is False
    assert front_end.do("restock", stand.machine_id, 9) is None
    assert front_end.do("signIn", ADMIN_PASSWORD) is True
    assert front_end.do("verified") is True
    assert front_end.do("restock", stand.machine_id, "12") == 12
    assert front_end.do("restock", stand.machine_id, -1) is None
    wait_for(lambda: row_of(front_end, stand)["stock"] == 12, WITHIN, "it is filled")
    refused = {"refused": 401, "message": "permission denied"}
    assert front_end.do("feedbacks") == refused
    assert front_end.alerts == ["Invalid password", "Invalid token", "Stock cannot be negative"]


def test_a_page_of_another_origin_reads_nothing_and_does_nothing(
    elsewhere: Browser, stand: Stand
) -> None:
    context = window(elsewhere, PHONE, f"http://{STRANGER}")
    page = FrontEnd(context, STRANGER).page
    told = page.evaluate(
        """async ([machine, code]) => {
          const asked = [["machines"], ["mount", machine], ["lock", code], ["signIn", "guess"],
            ["feedback", machine, 1, "x"], ["unlock", machine], ["restock", machine, 0]];
          const told = [];
          for (const [name, ...words] of asked) {
            told.push(await frontEnd[name](...words).catch((error) => error.message));
          }
          return told;
        }""",
        [stand.machine_id, stand.code_of_now()],
    )
    assert told == ["Failed to fetch"] * 7
    context.close()
    shown = stand.shown()
    assert (shown["locked"], shown["current_stock"]) == (False, 5)
    query = {"machine_id": stand.machine_id}
    assert stand.vendor.call("GET", "/api/feedback", params=query)["count"] == 0
