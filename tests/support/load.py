"""Guests who keep ordering while parts of the suite die, and what has to hold afterwards."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType

import requests

from tests.support.api import MINIMAL, Api
from tests.support.listener import Listener
from tests.support.stack import Stack
from tests.support.waiting import wait_for

THREADS = 4
PAUSE = 0.02  # seconds between a guest's orders: some 150 orders a second in all
ANSWERED_WITHIN = 15.0  # seconds, repeats included
RETRIED = (502, 503, 504)
CAUGHT_UP = 5.0  # seconds for a listener to have everything


@dataclass
class Load:
    """A block during which four guests order at a table.

    Three repeat an order with its Idempotency-Key until it is answered. One never repeats: of its
    orders only those count which were answered with 200. An order's note says which it is. With
    `door_closes` the gateway itself may be gone for a while.
    """

    api: Api
    code: str
    product_id: int = 1
    door_closes: bool = False
    timeout: float = 5.0  # seconds for one answer
    accepted: dict[str, int] = field(default_factory=dict)  # ids of orders by their notes
    unanswered: set[str] = field(default_factory=set)
    repeats: int = 0
    strange: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Load:
        for number in range(THREADS):
            guest = threading.Thread(target=self._order, args=(f"guest {number}", number > 0))
            self._threads.append(guest)
            guest.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        for guest in self._threads:
            guest.join(ANSWERED_WITHIN * 2)

    def more(self, orders: int, seconds: float = ANSWERED_WITHIN) -> None:
        """Until so many more orders than now were accepted."""
        goal = len(self.accepted) + orders
        wait_for(lambda: len(self.accepted) >= goal, seconds, f"{orders} more orders")

    def _order(self, guest: str, patient: bool) -> None:
        api, number = Api(self.api.url), 0
        while not self._stop.wait(PAUSE):
            number += 1
            self._place(api, f"{guest}, order {number}", patient)
        api.close()

    def _place(self, api: Api, note: str, patient: bool) -> None:
        body = {"product_id": self.product_id, "session_code": self.code, "note": note}
        headers = MINIMAL | ({"Idempotency-Key": secrets.token_hex(8)} if patient else {})
        deadline = time.monotonic() + ANSWERED_WITHIN
        while time.monotonic() < deadline:
            try:
                got = api.post("/orders/create/", body, headers=headers, timeout=self.timeout)
            except requests.RequestException as broken:
                if not self._excused(broken):
                    self.strange.append(f"{note}: {broken!r}")  # the gateway always answers
                    return
            else:
                if got.status_code == 200:
                    self.accepted[note] = got.json()["response"]["id"]
                    return
                if got.status_code not in RETRIED:
                    self.strange.append(f"{note}: {got.status_code} {got.text}")
                    return
                self.repeats += patient
            self.unanswered.add(note)
            if not patient:
                return
            time.sleep(PAUSE)
        self.strange.append(f"{note}: not accepted in time")

    def _excused(self, broken: requests.RequestException) -> bool:
        """A process that is killed between head and body of its answer leaves half of one."""
        return self.door_closes or isinstance(broken, requests.exceptions.ChunkedEncodingError)


def rows(stack: Stack, code: str) -> list[tuple[int, str]]:
    """Id and note of every order of a session, in the order in which listeners are told."""
    return [
        (order_id, note)
        for order_id, note in stack.sql(
            "orders",
            "SELECT (e.data::json->>'id')::bigint, o.note FROM orders_event e"
            " JOIN orders_ordersession s ON s.id = e.session_id"
            " JOIN orders_order o ON o.id = (e.data::json->>'id')::bigint"
            " WHERE s.code = %s AND e.kind = 'order.created' ORDER BY e.seq",
            code,
        )
    ]


def head(stack: Stack, code: str) -> int:
    """The last number of a session's stream."""
    found = stack.sql("orders", "SELECT seq FROM orders_ordersession WHERE code = %s", code)
    return int(found[0][0])


def check_kept(stack: Stack, load: Load) -> None:
    """Everything that was accepted is stored, once; what was repeated, too."""
    assert load.strange == []
    stored = rows(stack, load.code)
    notes = [note for _, note in stored]
    assert len(notes) == len(set(notes)), "an order was stored twice"
    assert {note: order_id for order_id, note in stored}.items() >= load.accepted.items()
    assert set(notes) <= load.accepted.keys() | load.unanswered
    counted = "SELECT count(*), max(s.order_count), max(s.seq) FROM orders_order o"
    counted += " JOIN orders_ordersession s ON s.id = o.session_id WHERE s.code = %s"
    assert stack.sql("orders", counted, load.code) == [(len(stored),) * 3]


def check_told(stack: Stack, load: Load, listeners: Iterable[Listener]) -> None:
    """Each listener ends where the database does and has seen every event once, in order."""
    last, stored = head(stack, load.code), [order_id for order_id, _ in rows(stack, load.code)]
    deadline = time.monotonic() + CAUGHT_UP
    for listener in listeners:
        listener.reach(last, deadline - time.monotonic())
        assert listener.seqs == list(range(1, last + 1))
        assert listener.orders == stored
        assert (len(listener.snapshots), listener.gaps, listener.repeats) == (1, 0, 0)
