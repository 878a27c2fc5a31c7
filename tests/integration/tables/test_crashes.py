"""Parts die under load: nothing accepted is lost, nothing is doubled, every listener comes back."""

from __future__ import annotations

import signal
import time

import pytest

from tests.integration.conftest import Listen
from tests.support.api import Api
from tests.support.listener import ABNORMAL
from tests.support.load import CAUGHT_UP, Load, check_kept, check_told, head
from tests.support.stack import Stack
from tests.support.waiting import wait_for

pytestmark = pytest.mark.embedded("kills processes")

LISTENERS = 10
RESTART, TRY_AGAIN_LATER = 1012, 1013
RUNNING_AGAIN = 15.0  # seconds; most of them are Python's start on a busy machine


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_the_sockets_process_ends(
    stack: Stack, api: Api, table: str, listen: Listen, sign: signal.Signals
) -> None:
    listeners = [listen(table) for _ in range(LISTENERS)]
    with Load(api, table) as load:
        load.more(50)
        stack.strike("orders-ws", sign)
        wait_for(stack.ready, RUNNING_AGAIN, "it runs again")
        answered = time.monotonic()
        missed = head(stack, table)
        for listener in listeners:
            listener.reach(missed, CAUGHT_UP - (time.monotonic() - answered))
        load.more(50)
    check_kept(stack, load)
    check_told(stack, load, listeners)
    assert load.unanswered == set()  # ordering does not need the sockets
    expected = RESTART if sign == signal.SIGTERM else ABNORMAL
    assert [listener.cuts for listener in listeners] == [[expected]] * LISTENERS


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_the_ordering_process_ends(
    stack: Stack, api: Api, table: str, listen: Listen, sign: signal.Signals
) -> None:
    listeners = [listen(table) for _ in range(LISTENERS)]
    with Load(api, table) as load:
        load.more(50)
        stack.strike("orders-http", sign)
        load.more(100)
    check_kept(stack, load)
    check_told(stack, load, listeners)
    assert [listener.cuts for listener in listeners] == [[]] * LISTENERS


@pytest.mark.parametrize("name", ["redis", "postgres"])
def test_a_server_is_killed(stack: Stack, api: Api, table: str, listen: Listen, name: str) -> None:
    listeners = [listen(table) for _ in range(LISTENERS)]
    with Load(api, table) as load:
        load.more(50)
        stack.strike(name, signal.SIGKILL)
        load.more(100)
        wait_for(stack.ready, RUNNING_AGAIN, "all is ready again")
        load.more(50)
    check_kept(stack, load)
    check_told(stack, load, listeners)
    if name == "redis":
        assert load.unanswered == set()
    allowed = set() if name == "redis" else {TRY_AGAIN_LATER}
    assert {code for listener in listeners for code in listener.cuts} <= allowed


def test_an_answer_that_was_lost_is_given_again(stack: Stack, api: Api, table: str) -> None:
    """The client did not hear that its order was taken, and the process is another one since."""
    key = {"Idempotency-Key": "lost", "Prefer": "return=minimal"}
    body = {"product_id": 1, "session_code": table}
    first = api.post("/orders/create/", body, headers=key)
    stack.strike("orders-http", signal.SIGKILL)
    answers = []

    def answered() -> bool:
        answers.append(api.post("/orders/create/", body, headers=key))
        return answers[-1].status_code == 200

    wait_for(answered, RUNNING_AGAIN, "the repeated order is answered")
    assert answers[-1].json() == first.json()
    assert len(api.session(table)["orders"]) == 1
