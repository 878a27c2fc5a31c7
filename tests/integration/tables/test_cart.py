"""One cart for all phones of a table, its orders on the panel, and what staff do for guests."""

from __future__ import annotations

import os
import secrets
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
import requests
from testing.races import at_once

from tests.integration.conftest import Listen
from tests.support.api import Api, Place, User, answer, refusal
from tests.support.elsewhere import Site
from tests.support.listener import Listener
from tests.support.stack import RECOVERED_WITHIN, Stack
from tests.support.waiting import wait_for

ADD, SEND, PLACE = "/orders/cart/add/", "/orders/cart/send/", "/orders/place/"
SENDINGS, LINES = 12, 3
RETRIED = (502, 503, 504)


def kinds(listener: Listener) -> list[str]:
    return [frame.kind for frame in listener.events]


def heard_of(listener: Listener, carts: int) -> bool:
    return kinds(listener).count("cart.sent") >= carts


def cart_of(data: dict[str, Any]) -> list[int]:
    return [line["id"] for line in data["cart"]]


@pytest.fixture
def panel(place: Place, owner: User, table: str, listen: Listen) -> Listener:
    """The staff's socket, of a place that has a table."""
    assert table
    return listen(path=f"/ws/panel/{place.location_id}/", token=lambda: owner.access)


def test_what_phones_put_together_reaches_the_panel(
    api: Api, place: Place, table: str, panel: Listener, listen: Listen
) -> None:
    espresso, tea = place.sell("Espresso"), place.sell("Tea", "1.90")
    phones = [listen(table) for _ in range(2)]
    body = {"session_code": table}
    first = answer(api.post(ADD, {**body, "product_id": espresso, "guest": "Ann"}))
    other = answer(api.post(ADD, {**body, "product_id": tea, "guest": "Bob", "note": "mint"}))
    answer(api.post(f"/orders/cart/change/{first['id']}/", {**body, "quantity": 2}))
    seen = {**body, "lines": [first["id"], other["id"]], "guest": "Bob"}
    sent = answer(api.post(SEND, seen, headers={"Idempotency-Key": secrets.token_hex(8)}))
    expected = ["line.added"] * 2 + ["line.changed"] + ["order.created"] * 2 + ["cart.sent"]
    for listener in (*phones, panel):
        listener.told("cart.sent")
        assert kinds(listener)[-6:] == expected
        assert [frame.data for frame in listener.events[-3:-1]] == sent["orders"]
    assert panel.seqs[-6:] == list(range(panel.seq - 5, panel.seq + 1))
    assert [(each["name"], each["guest"], each["quantity"]) for each in sent["orders"]] == [
        ("Espresso", "Ann", 2),
        ("Tea", "Bob", 1),
    ]
    assert api.session(table)["orders"] == sent["orders"]
    assert refusal(api.post(SEND, seen)) == (409, "cart_empty")


def test_a_page_without_a_socket_sees_the_same(
    api: Api, place: Place, table: str, panel: Listener, listen: Listen
) -> None:
    phone = listen(table)
    page = f"/orders/sessions/live/{table}/"
    first = answer(api.get(page))
    assert answer(api.get(page, params={"since": first["seq"], "epoch": first["epoch"]})) == {
        **first,
        "data": None,
    }
    line = answer(api.post(ADD, {"session_code": table, "product_id": 1}))
    call = answer(api.post("/orders/calls/make/", {"session_code": table, "kind": "bill"}))
    phone.told("call.made")
    now = answer(api.get(page, params={"since": first["seq"], "epoch": first["epoch"]}))
    assert (now["seq"], now["epoch"]) == (phone.seq, phone.epoch)
    assert (now["data"]["cart"], now["data"]["calls"]) == ([line], [call])
    of_panel = f"/orders/panel/live/{place.location_id}/"
    board = answer(api.get(of_panel, headers=place.owner.bearer))
    panel.told("call.made")
    assert (board["seq"], board["epoch"]) == (panel.seq, panel.epoch)
    assert board["data"]["sessions"][0]["cart"] == [line]
    assert refusal(api.get(of_panel)) == (403, "incorrect_credentials")


def test_staff_order_and_answer_for_guests(
    api: Api, place: Place, table: str, panel: Listener
) -> None:
    stranger = api.register()
    body = {"session_code": table, "guest": "Ann", "lines": [{"product_id": 1}, {"product_id": 2}]}
    refused = api.post(PLACE, body, headers=stranger.bearer)
    assert refusal(refused) == (403, "incorrect_credentials")
    placed = answer(api.post(PLACE, body, headers=place.owner.bearer))
    assert [each["by_staff"] for each in placed["orders"]] == [True, True]
    assert not answer(api.post(PLACE, body))["orders"][0]["by_staff"]
    call = answer(api.post("/orders/calls/make/", {"session_code": table, "kind": "waiter"}))
    path = f"/orders/calls/answer/{call['id']}/"
    assert refusal(api.post(path, stranger.claim)) == (403, "incorrect_credentials")
    answered = answer(api.post(path, place.owner.claim))
    assert answered == answer(api.post(path, headers=place.owner.bearer))
    assert panel.told("call.answered").data == answered
    assert kinds(panel) == ["order.created"] * 4 + ["call.made", "call.answered"]


def test_phones_that_send_at_once(stack: Site, api: Api, table: str, listen: Listen) -> None:
    phone = listen(table)
    body = {"session_code": table}
    lines = [answer(api.post(ADD, {**body, "product_id": 1}))["id"] for _ in range(5)]

    def send(_: int) -> requests.Response:
        return requests.post(stack.url + SEND, json={**body, "lines": lines}, timeout=20)

    told = at_once(send, 6)
    assert Counter(got.json().get("reason") for got in told) == {None: 1, "cart_empty": 5}
    phone.told("cart.sent")
    assert kinds(phone).count("order.created") == len(api.session(table)["orders"]) == 5
    assert phone.frames[-1].data["lines"] == lines


class Guest:
    """A phone that repeats with its key until it is answered, as the guest's page does."""

    def __init__(self, url: str, code: str) -> None:
        self._api, self._code = Api(url), code
        self.notes: list[str] = []

    def evening(self) -> None:
        for _ in range(SENDINGS):
            notes = [secrets.token_hex(8) for _ in range(LINES)]
            lines = [self._post(ADD, {"product_id": 1, "note": note})["id"] for note in notes]
            self._post(SEND, {"lines": lines})
            self.notes += notes
        self._api.close()

    def _post(self, path: str, more: dict[str, Any]) -> dict[str, Any]:
        body, key = {"session_code": self._code, **more}, secrets.token_hex(8)
        deadline = time.monotonic() + RECOVERED_WITHIN + 15
        while time.monotonic() < deadline:
            with suppress(requests.exceptions.ChunkedEncodingError):  # killed while it answered
                got = self._api.post(path, body, headers={"Idempotency-Key": key}, timeout=20)
                if got.status_code not in RETRIED:
                    return dict(answer(got))
            time.sleep(0.05)
        raise AssertionError(f"{path}: not answered in time")


@pytest.mark.embedded("kills a process")
def test_carts_are_sent_once_though_the_process_dies(
    stack: Stack, api: Api, table: str, listen: Listen
) -> None:
    phone = listen(table)
    guests = [Guest(stack.url, table) for _ in range(3)]
    threads = [threading.Thread(target=guest.evening) for guest in guests]
    for thread in threads:
        thread.start()
    for sent in (4, 12):
        phone.wait(partial(heard_of, phone, sent), f"{sent} carts are sent", 30)
        os.kill(stack.running_pid("orders-http"), signal.SIGKILL)
    for thread in threads:
        thread.join(90)
    wanted = [note for guest in guests for note in guest.notes]
    assert len(wanted) == len(guests) * SENDINGS * LINES
    stored = [each["note"] for each in api.session(table)["orders"]]
    assert sorted(stored) == sorted(wanted)
    now = answer(api.get(f"/orders/sessions/live/{table}/"))
    assert cart_of(now["data"]) == []
    phone.reach(now["seq"])
    assert phone.seqs == list(range(1, now["seq"] + 1))
    batches = Counter(each["batch"] for each in api.session(table)["orders"])
    assert set(batches.values()) == {LINES}
    wait_for(stack.ready, RECOVERED_WITHIN, "all runs again")
