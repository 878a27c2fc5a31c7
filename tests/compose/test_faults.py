"""Containers stop, die and come back under load: nothing accepted is lost, everybody catches up."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from suite import registry
from tests.compose.conftest import Listen
from tests.support.api import User
from tests.support.compose import PROCESSES, Suite, environment, inspect, run
from tests.support.listener import Listener
from tests.support.people import Shop, Table
from tests.support.waiting import wait_for

IN_A_ROW = 5  # more than an http process has threads, each with a connection of its own


@pytest.fixture(autouse=True)
def _healed(suite: Suite, owner: User, shop: Shop) -> Iterator[None]:
    """Each test leaves everything healthy, and every thread with a database that works."""
    yield
    wait_for(lambda: suite.ready() and suite.settled(), 60, "everything healthy again")
    wait_for(lambda: works(suite, owner, IN_A_ROW), 30, "everything works again")
    wait_for(lambda: shops(shop, IN_A_ROW), 30, "trolleys work again")


def shops(shop: Shop, times: int) -> bool:
    """Whether so many visits in a row go well."""
    try:
        for _ in range(times):
            session_id = shop.scan()["session_id"]
            shop.add(session_id)
            shop.end(session_id)
    except AssertionError:
        return False
    return True


def works(suite: Suite, owner: User, times: int) -> bool:
    """Whether so many evenings in a row can begin: all services but the live one take part."""
    try:
        return all(Table.open(suite.api, owner).order().ok for _ in range(times))
    except AssertionError:
        return False


class Background(threading.Thread):
    """Runs docker commands beside the test, each when everything is healthy after the last."""

    def __init__(self, suite: Suite, *commands: tuple[str, ...]) -> None:
        super().__init__()
        self._suite, self._commands = suite, commands
        self.start()

    def run(self) -> None:
        for command in self._commands:
            run("docker", *command)
            if "restart" in command:
                wait_for(self._suite.settled, 60, "healthy again")


def check_kept(table: Table, answers: list[requests.Response]) -> int:
    """Every order that was accepted is stored, once, in order; returns how many were not."""
    accepted = [one.json()["response"]["id"] for one in answers if one.status_code == 200]
    refused = [one for one in answers if one.status_code != 200]
    assert {one.status_code for one in refused} <= {503}
    assert all(one.json()["reason"].endswith("unavailable") for one in refused)
    stored = [one["id"] for one in table.session()["orders"]]
    assert len(set(stored)) == len(stored)
    assert set(accepted) <= set(stored)
    assert len(stored) <= len(answers)
    return len(refused)


def check_caught_up(table: Table, listeners: list[Listener], first: int) -> None:
    """Within five seconds each listener has each event of the session, once, in order."""
    stored = [one["id"] for one in table.session()["orders"]]
    everything = list(range(first, first + len(stored)))
    wait_for(lambda: all(one.seqs == everything for one in listeners), 5, "all caught up")
    assert all(one.events == listeners[0].events for one in listeners)
    assert [len(one.snapshots) for one in listeners] == [1] * len(listeners)
    assert [event.data["id"] for event in listeners[0].events] == stored


def test_a_replica_of_orders_http_restarts(suite: Suite, table: Table, listen: Listen) -> None:
    listeners = listen(suite, table.live)
    first = listeners[0].seq + 1
    restart = Background(suite, ("restart", "--time", "30", suite.containers("orders-http")[0]))

    answers = table.order_while(restart.is_alive, at_least=100)

    assert check_kept(table, answers) == 0
    check_caught_up(table, listeners, first)
    assert not any(one.cuts for one in listeners)


def test_a_replica_of_orders_ws_restarts(suite: Suite, table: Table, listen: Listen) -> None:
    listeners = listen(suite, table.live)
    first = listeners[0].seq + 1
    restart = Background(suite, ("restart", "--time", "30", suite.containers("orders-ws")[0]))

    answers = table.order_while(restart.is_alive, at_least=100)

    assert check_kept(table, answers) == 0
    check_caught_up(table, listeners, first)
    cuts = [code for one in listeners for code in one.cuts]
    assert 0 < len(cuts) < len(listeners)
    assert set(cuts) == {1012}


def test_both_replicas_of_orders_ws_restart_one_after_the_other(
    suite: Suite, table: Table, listen: Listen
) -> None:
    listeners = listen(suite, table.live)
    first = listeners[0].seq + 1
    one, other = suite.containers("orders-ws")
    rolling = Background(
        suite, ("restart", "--time", "30", one), ("restart", "--time", "30", other)
    )

    answers = table.order_while(rolling.is_alive, at_least=100)

    assert check_kept(table, answers) == 0
    check_caught_up(table, listeners, first)
    assert {code for one in listeners for code in one.cuts} == {1012}


def test_a_replica_of_each_is_killed(suite: Suite, table: Table, listen: Listen) -> None:
    listeners = listen(suite, table.live)
    first = listeners[0].seq + 1
    victims = (suite.containers("orders-http")[1], suite.containers("orders-ws")[1])
    fault = Background(suite, ("kill", *victims), ("start", *victims))

    answers = table.order_while(fault.is_alive, at_least=150)

    assert check_kept(table, answers) <= 3
    check_caught_up(table, listeners, first)
    assert 0 < len([code for one in listeners for code in one.cuts]) < len(listeners)


def test_a_visit_outlives_the_processes_of_trolleys(
    suite: Suite, shop: Shop, listen: Listen
) -> None:
    stock, session = shop.left(), shop.scan()
    session_id = session["session_id"]
    (phone,) = listen(suite, f"/ws/trolleys/{session['session_code']}/", count=1)
    first = phone.seq + 1
    shop.add(session_id, 3)
    names = registry.service("trolleys").process_names
    victims = [one for name in names for one in suite.containers(name)]

    run("docker", "kill", *victims)
    away = suite.api.get(f"/api/session/{session_id}")
    run("docker", "start", *victims)

    assert (away.status_code, away.json()["error"]) == (503, "trolleys_service_unavailable")
    wait_for(suite.ready, 60, "ready again")
    shop.pay(session_id)
    wait_for(lambda: shop.session(session_id)["receipt_id"], 20, "it is settled")
    receipt = shop.receipt(shop.session(session_id)["receipt_id"], session_id)
    assert receipt["total"] == "13.50"
    assert shop.left() == stock - 3
    phone.wait(lambda: "session.ended" in (event.kind for event in phone.events), "it is told")
    told = phone.seqs
    assert told == list(range(first, first + len(told)))
    assert (len(phone.snapshots), len(phone.cuts)) == (1, 1)


def test_a_stop_lets_running_requests_finish(suite: Suite, table: Table) -> None:
    replicas = suite.containers("orders-http")
    hold = f"BEGIN; SELECT 1 FROM orders_ordersession WHERE code = '{table.code}' FOR UPDATE"
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with (
        subprocess.Popen(
            [*suite.psql("--interactive"), "orders"],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as holder,
        ThreadPoolExecutor() as pool,
    ):
        assert holder.stdin is not None
        assert holder.stdout is not None
        print(f"{hold};", file=holder.stdin, flush=True)
        assert holder.stdout.readline().strip() == "1"
        order = pool.submit(table.order)
        wait_for(lambda: suite.query("orders", waiting) == "1", 10, "the order waits")
        stop = Background(suite, ("stop", "--time", "30", *replicas))
        wait_for(
            lambda: suite.api.get("/orders/docs/").status_code == 503, 10, "nobody new is served"
        )
        assert stop.is_alive()
        assert not order.done()
        print("COMMIT;", file=holder.stdin, flush=True)
        holder.stdin.close()
        answer = order.result(20)
        stop.join(30)

    codes = [inspect(replica)["State"]["ExitCode"] for replica in replicas]
    run("docker", "start", *replicas)
    assert answer.status_code == 200, answer.text
    assert codes == [0, 0]
    wait_for(suite.ready, 60, "ready again")
    assert len(table.session()["orders"]) == 1


def test_without_redis_orders_are_taken_and_seen(
    suite: Suite, table: Table, listen: Listen
) -> None:
    listeners = listen(suite, table.live)
    first = listeners[0].seq + 1
    redis = suite.container("redis")
    run("docker", "kill", redis)

    answers = table.order_while(lambda: False, at_least=20)

    assert check_kept(table, answers) == 0
    check_caught_up(table, listeners, first)
    live = {name for entry in registry.SERVICES if entry.live for name in entry.process_names}
    wait_for(lambda: set(suite.status().get("not_ready", ())) == live, 10, "said to be missing")
    run("docker", "start", redis)
    wait_for(suite.ready, 30, "ready again")
    answers += table.order_while(lambda: False, at_least=20)
    assert check_kept(table, answers) == 0
    check_caught_up(table, listeners, first)


def test_without_postgres_everything_says_so_and_comes_back(
    suite: Suite, table: Table, listen: Listen
) -> None:
    services = [one for name in PROCESSES for one in suite.containers(name)]
    started = [inspect(one)["State"]["StartedAt"] for one in services]
    listeners = listen(suite, table.live)
    first = listeners[0].seq + 1
    postgres = suite.container("postgres")
    before = table.order_while(lambda: False, at_least=10)
    run("docker", "kill", postgres)

    during = [table.order() for _ in range(3)]

    assert {answer.status_code for answer in during} == {503}
    session = suite.api.get(f"/orders/sessions/get/{table.code}/")
    assert (session.status_code, session.json()["success"]) == (503, False)
    assert suite.api.get("/codes/docs/").status_code == 200
    wait_for(lambda: set(suite.status().get("not_ready", ())) == set(PROCESSES), 15, "all say so")
    run("docker", "start", postgres)
    wait_for(suite.ready, 60, "ready again")
    wait_for(lambda: works(suite, table.owner, IN_A_ROW), 30, "everything works again")
    after = table.order_while(lambda: False, at_least=10)
    assert check_kept(table, before + during + after) == len(during)
    check_caught_up(table, listeners, first)
    assert [inspect(one)["State"]["StartedAt"] for one in services] == started


@pytest.mark.parametrize(
    ("service", "signal"),
    [
        *(("redis", "TERM"), ("postgres", "QUIT"), ("codes-http", "TERM"), ("orders-ws", "TERM")),
        *(("trolleys-ws", "TERM"), ("trolleys-worker", "TERM")),
    ],
)
def test_what_ends_by_itself_is_started_again(
    suite: Suite, table: Table, service: str, signal: str
) -> None:
    container = suite.containers(service)[0]
    count = inspect(container)["RestartCount"]

    run("docker", "exec", container, "sh", "-c", f"kill -{signal} 1")

    wait_for(lambda: inspect(container)["RestartCount"] == count + 1, 40, f"{service} is back")
    wait_for(suite.ready, 60, "ready again")
    wait_for(lambda: table.order().ok, 30, "orders are taken again")
