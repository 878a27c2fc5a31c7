"""Crashes, pauses and the order of ends, with small programs in the place of services."""

from __future__ import annotations

import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.waiting import wait_for
from tools.stack import supervisor as module
from tools.stack.output import Output
from tools.stack.plan import Process
from tools.stack.spawn import alive
from tools.stack.supervisor import Child, Supervisor
from tools.stack.watchdog import Watchdog

SOON = 10.0  # seconds
SLEEP = "sleep 600 & wait"
DEAF = "trap '' TERM; echo up > up; sleep 600 & wait; sleep 600"


class Said(Output):
    """Keeps our own lines."""

    def __init__(self, logs: Path) -> None:
        super().__init__(logs, quiet=True)
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)


@pytest.fixture
def said(tmp_path: Path) -> Said:
    return Said(tmp_path / "logs")


@pytest.fixture
def supervisor(tmp_path: Path, said: Said) -> Iterator[Supervisor]:
    with (tmp_path / "lock").open("w") as held:
        watchdog = Watchdog(held)
        made = Supervisor(said, watchdog)
        yield made
        made.kill_all()
        made.stop_all()
        watchdog.close()


@pytest.fixture
def run(supervisor: Supervisor, tmp_path: Path) -> Callable[..., Child]:
    def add(script: str, name: str = "one", group: int = 1) -> Child:
        command = ["/bin/sh", "-c", script]
        supervisor.add([Process(name, command, tmp_path, {"PATH": "/usr/bin:/bin"}, group=group)])
        return supervisor.children[name]

    return add


def pid(child: Child) -> int:
    assert child.running is not None
    return child.running.pid


def tick_until(supervisor: Supervisor, condition: Callable[[], object], what: str) -> None:
    def looked() -> object:
        supervisor.tick(0.01)
        return condition()

    wait_for(looked, SOON, what)


def test_a_crashed_process_is_started_again_after_growing_pauses(
    supervisor: Supervisor, said: Said, run: Callable[..., Child]
) -> None:
    began = time.monotonic()
    child = run("exit 3")
    tick_until(supervisor, lambda: child.restarts == 3, "three restarts")
    assert time.monotonic() - began >= 0.2 + 0.4 + 0.8
    assert said.lines[:3] == [
        f"one ended with 3; starting it again in {pause} s" for pause in (0.2, 0.4, 0.8)
    ]


def test_a_pause_has_a_limit(supervisor: Supervisor, said: Said, run: Callable[..., Child]) -> None:
    child = run("exit 1")
    child.pause = 8.0
    tick_until(supervisor, lambda: said.lines, "the crash is seen")
    assert child.pause == module.LONGEST_PAUSE == 10.0


def test_a_process_that_stays_up_is_well_again(
    supervisor: Supervisor, run: Callable[..., Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HEALTHY_AFTER", 0.2)
    child = run(SLEEP)
    child.pause = 5.0
    tick_until(supervisor, lambda: child.pause == module.FIRST_PAUSE, "the pause is forgotten")


def test_what_a_crashed_process_leaves_is_ended(
    supervisor: Supervisor, tmp_path: Path, run: Callable[..., Child]
) -> None:
    run(f"{SLEEP.removesuffix(' wait')} echo $! >> left; exit 1")
    tick_until(supervisor, lambda: supervisor.children["one"].restarts, "a restart")
    left = int((tmp_path / "left").read_text().split()[0])
    wait_for(lambda: not alive(left), SOON, "its child is gone")


def test_groups_end_one_after_the_other(
    supervisor: Supervisor, tmp_path: Path, run: Callable[..., Child]
) -> None:
    ended = tmp_path / "ended"
    for name, group in (("database", 0), ("status", 1), ("service", 2), ("gateway", 3)):
        run(
            f"trap 'sleep 0.1; echo {name} >> {ended}; exit' TERM; touch {name}; {SLEEP}",
            name,
            group,
        )
        wait_for((tmp_path / name).exists, SOON, f"{name} is up")
    supervisor.stop_all()
    assert ended.read_text().split() == ["gateway", "service", "status", "database"]
    assert all(child.state()["pid"] is None for child in supervisor.children.values())


def test_who_does_not_stop_is_killed(
    supervisor: Supervisor,
    said: Said,
    tmp_path: Path,
    run: Callable[..., Child],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "GRACE", 0.2)
    child = run(DEAF)
    wait_for((tmp_path / "up").exists, SOON, "it is up")
    supervisor.stop("one")
    assert said.lines == ["one does not stop; killing it"]
    assert child.running is not None
    assert child.running.returncode == -signal.SIGKILL


def test_at_once_means_without_asking(
    supervisor: Supervisor, tmp_path: Path, run: Callable[..., Child]
) -> None:
    child = run(DEAF)
    wait_for((tmp_path / "up").exists, SOON, "it is up")
    began = time.monotonic()
    supervisor.kill_all()
    supervisor.stop_all()
    assert time.monotonic() - began < 2
    assert not alive(pid(child))


def test_one_process_is_stopped_and_started(
    supervisor: Supervisor, run: Callable[..., Child]
) -> None:
    child = run(SLEEP)
    first = pid(child)
    supervisor.stop("one")
    assert child.state() == {"pid": None, "restarts": 0, "wanted": False}
    supervisor.tick(0.3)  # longer than the first pause
    assert child.state()["pid"] is None
    supervisor.start("one")
    again = pid(child)
    assert alive(again)
    assert again != first
    supervisor.start("one")
    assert pid(child) == again


def test_other_threads_ask_the_one_that_ticks(
    supervisor: Supervisor, run: Callable[..., Child]
) -> None:
    run(SLEEP)
    asking = threading.Thread(target=lambda: supervisor.ask(lambda: supervisor.stop("one")))
    asking.start()
    tick_until(supervisor, lambda: not asking.is_alive(), "the answer")
    assert supervisor.children["one"].state()["pid"] is None


def test_who_asks_a_supervisor_that_does_nothing_gets_no_answer(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE", 0.1)
    with pytest.raises(queue.Empty):
        supervisor.ask(lambda: None)
