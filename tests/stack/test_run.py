"""The real suite, as people start it and as it ends: in order, by surprise, beside another one."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.stack.helpers import Home, Terminal, descendants, memory
from tests.support import prepared
from tests.support.waiting import wait_for
from tools.stack import plan
from tools.stack.spawn import alive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

SECOND_START_WITHIN = 30.0  # seconds; 5 on a machine that has nothing else to do
ENDED_WITHIN = 25.0  # seconds
SOON = 40.0  # seconds, on a machine that is busy
MAKE = ("make", "--no-print-directory", "run", f"PYTHON={sys.executable}")


@pytest.fixture(scope="module")
def homes() -> Iterator[tuple[Home, ...]]:
    """Two places with a suite each, started at once, the second one from nothing. A test that ends
    one may start it again.
    """
    with TemporaryDirectory(prefix="aisle-s-") as directory:
        long = "/".join(["the second's, in a directory that no socket would fit into"] * 4)
        both = tuple(Home(Path(directory, name)) for name in ("first", long))
        both[1].home.parent.mkdir(parents=True)
        prepared.begin(both[0].home)
        try:
            for home in both:
                home.start()
            for home in both:
                home.wait_until_ready()
            yield both
        finally:
            for home in both:
                home.process.terminate()
            for home in both:
                home.end()


@pytest.fixture
def first(homes: tuple[Home, ...]) -> Home:
    return homes[0]


@pytest.fixture
def second(homes: tuple[Home, ...]) -> Home:
    return homes[1]


def assert_all_end(pids: set[int], how: str) -> None:
    assert len(pids) > 2, f"too few processes for {how}: {pids}"
    wait_for(lambda: not any(map(alive, pids)), ENDED_WITHIN, f"{how} ends all of {pids}")


def test_two_suites_run_side_by_side(first: Home, second: Home) -> None:
    assert first.answer()[0] == second.answer()[0] == 200
    ours, theirs = first.state, second.state
    assert ours["databases"].keys() == theirs["databases"].keys()
    for name in ours["databases"]:
        assert ours["databases"][name] != theirs["databases"][name]
        assert ours["addresses"][name] != theirs["addresses"][name]
    pids = [{one["pid"] for one in state["processes"].values()} for state in (ours, theirs)]
    assert not pids[0] & pids[1]


def test_all_processes_fit_into_a_small_machine(first: Home) -> None:
    assert sum(map(memory, descendants(first.process.pid))) <= plan.memory_limit() * 1e6


def test_a_process_is_stopped_and_started_by_name(first: Home) -> None:
    assert first.run("stop", "codes-http").returncode == 0
    assert first.pid("codes-http") is None
    wait_for(lambda: first.answer()[0] == 503, SOON, "the gateway has noticed")
    assert first.answer()[1]["not_ready"] == ["codes-http"]
    assert '"wanted": false' in first.run("status").stdout
    assert first.run("start", "codes-http").returncode == 0
    wait_for(lambda: first.answer()[0] == 200, SOON, "codes is ready again")
    refused = first.run("stop", "nonsense")
    assert (refused.returncode, refused.stderr) == (1, "unknown: 'nonsense'\n")


def test_a_killed_process_comes_back(first: Home) -> None:
    before = first.state["processes"]
    os.kill(before["orders-ws"]["pid"], signal.SIGKILL)
    wait_for(lambda: first.pid("orders-ws") not in {None, before["orders-ws"]["pid"]}, SOON, "back")
    wait_for(lambda: first.answer()[0] == 200, SOON, "all are ready again")
    after = first.state["processes"]
    assert after.pop("orders-ws")["restarts"] == before.pop("orders-ws")["restarts"] + 1
    assert after == before


def test_a_home_that_is_in_use_is_refused(first: Home) -> None:
    refused = first.run("run", "--no-demo")
    assert refused.returncode == 1
    assert f"A suite already runs with {first.home} (process {first.process.pid})" in refused.stderr
    assert first.process.poll() is None


def test_a_port_that_is_in_use_is_refused_and_nothing_stays(first: Home, tmp_path: Path) -> None:
    third = Home(tmp_path / "third", first.port)
    refused = third.run("run", "--no-demo")
    assert refused.returncode == 1
    assert f"{first.port}, {first.port - 80}, " in refused.stderr
    assert "PORT=" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not third.runtime.exists()


def test_a_start_that_fails_says_why_and_nothing_stays(tmp_path: Path) -> None:
    third = Home(tmp_path / "third")
    third.environment["AUTH_MODE"] = "nonsense"
    refused = third.run("run", "--no-demo", "--quiet")
    assert refused.returncode == 1
    assert "migrate --no-input --skip-checks failed" in refused.stderr
    assert "AUTH_MODE must be one of open, strict" in refused.stderr
    assert not third.runtime.exists()


def test_a_runner_that_is_killed_leaves_nothing_and_the_next_one_starts(second: Home) -> None:
    pids = descendants(second.process.pid)
    second.process.kill()
    wait_for(lambda: not (second.home / "run.json").exists(), ENDED_WITHIN, "run.json is gone")
    second.start()
    second.wait_until_ready()
    assert not any(map(alive, pids))
    assert second.answer()[0] == 200


def test_asking_twice_ends_at_once(second: Home) -> None:
    pids = descendants(second.process.pid)
    began = time.monotonic()
    second.process.send_signal(signal.SIGINT)
    wait_for(lambda: "Stopping" in second.said(), SOON, "the first one is heard")
    second.process.send_signal(signal.SIGINT)
    assert_all_end(pids, "Ctrl-C twice")
    assert time.monotonic() - began < 10


def test_a_hang_up_ends_all_and_the_second_start_is_quick(first: Home) -> None:
    secrets = (first.home / "secrets.json").read_text()
    pids = descendants(first.process.pid)
    first.process.send_signal(signal.SIGHUP)
    assert_all_end(pids, "SIGHUP")
    assert first.process.wait(5) == 0
    assert not first.runtime.exists()
    began = time.monotonic()
    first.start()
    first.wait_until_ready()
    assert time.monotonic() - began <= SECOND_START_WITHIN
    assert (first.home / "secrets.json").read_text() == secrets
    assert (first.home / "secrets.json").stat().st_mode & 0o777 == 0o600


def begun(home: Home) -> set[int]:
    """The processes of a suite that is about to start its services."""

    def some() -> bool:
        assert home.process.poll() is None, home.said()
        return "Starting the services" in home.said() and len(descendants(home.process.pid)) > 6

    wait_for(some, SOON, "some processes run")
    return descendants(home.process.pid)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_killing_make_ends_all_even_while_they_start(second: Home, sign: signal.Signals) -> None:
    second.start(MAKE)
    pids = begun(second)
    second.process.send_signal(sign)
    assert_all_end(pids, f"{sign.name} of make")


def test_closing_the_terminal_of_make_ends_all(second: Home) -> None:
    with Terminal() as terminal:
        second.start(MAKE, terminal=terminal)
        pids = begun(second)
    assert_all_end(pids, "closing the terminal")


def test_after_all_that_it_starts_and_ctrl_c_on_make_ends_all(second: Home) -> None:
    with Terminal() as terminal:
        second.start(MAKE, terminal=terminal)
        second.wait_until_ready()
        assert second.answer()[0] == 200
        pids = descendants(second.process.pid)
        terminal.type(b"\x03")
        assert_all_end(pids, "Ctrl-C")
    assert "Stopping…" in terminal.shown()
