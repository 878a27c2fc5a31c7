"""Processes are kept running, and stopped in order."""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.stack import supervisor as module
from tools.stack.output import Output
from tools.stack.place import lock
from tools.stack.plan import Process
from tools.stack.spawn import alive
from tools.stack.supervisor import Supervisor
from tools.stack.watchdog import Watchdog

SOON = 10.0  # seconds
SLEEP = "import time; time.sleep(600)"
NOTE = "import pathlib, time; pathlib.Path('{name}').open('a').write(f'{{time.time()}}\\n')"
ON_TERM = """
import pathlib, signal, sys, time
def end(*_):
    pathlib.Path("ended").open("a").write("{name} ")
    sys.exit()
signal.signal(signal.SIGTERM, end)
pathlib.Path("{name}").touch()
time.sleep(600)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    held = lock(tmp_path)
    watchdog = Watchdog(held)
    supervisor = Supervisor(Output(tmp_path / "logs", quiet=True), watchdog)
    yield supervisor
    supervisor.kill_all()
    supervisor.stop_all()
    held.close()
    watchdog.close()


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., Process]:
    def make(name: str, source: str, **options: int) -> Process:
        command = [sys.executable, "-S", "-c", source]
        return Process(name, command, tmp_path, dict(os.environ), **options)

    return make


def tick_until(supervisor: Supervisor, condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline
        supervisor.tick(0.01)


def pid(supervisor: Supervisor, name: str) -> int:
    found = supervisor.children[name].state()["pid"]
    assert isinstance(found, int)
    return found


def test_a_crashed_process_comes_back_ever_later(
    supervisor: Supervisor,
    process: Callable[..., Process],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    supervisor.add([process("weak", NOTE.format(name="starts") + "; raise SystemExit(3)")])
    child = supervisor.children["weak"]
    tick_until(supervisor, lambda: child.restarts == 3 and child.pause == 3.2)

    times = [float(line) for line in (tmp_path / "starts").read_text().split()]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    for gap, pause in zip(gaps, (0.2, 0.4, 0.8), strict=True):
        assert pause <= gap + 0.02 < pause + 1
    assert capsys.readouterr().out.splitlines() == [
        f"weak ended with 3; starting it again in {pause} s"
        for pause in ("0.2", "0.4", "0.8", "1.6")
    ]


def test_the_pause_has_an_upper_limit(
    supervisor: Supervisor, process: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.3)
    supervisor.add([process("weak", "")])
    child = supervisor.children["weak"]
    tick_until(supervisor, lambda: child.restarts == 3)
    assert child.pause == 0.3


def test_health_ends_the_memory_of_crashes(
    supervisor: Supervisor, process: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor.add([process("sound", SLEEP)])
    child = supervisor.children["sound"]
    os.kill(pid(supervisor, "sound"), signal.SIGKILL)
    tick_until(supervisor, lambda: child.restarts == 1)
    assert child.pause == 0.4
    monkeypatch.setattr(module, "HEALTHY_AFTER", 0.1)
    tick_until(supervisor, lambda: child.pause == 0.2)
    assert child.restarts == 1


def test_each_change_is_told(supervisor: Supervisor, process: Callable[..., Process]) -> None:
    seen: list[dict[str, object]] = []
    supervisor.on_change = lambda: seen.append(supervisor.children["one"].state())
    supervisor.add([process("one", SLEEP)])
    first = pid(supervisor, "one")
    os.kill(first, signal.SIGKILL)
    tick_until(supervisor, lambda: len(seen) == 3)
    supervisor.stop("one")
    assert seen == [
        {"pid": first, "restarts": 0, "wanted": True},
        {"pid": None, "restarts": 0, "wanted": True},
        {"pid": seen[2]["pid"], "restarts": 1, "wanted": True},
        {"pid": None, "restarts": 1, "wanted": False},
    ]


def test_what_a_crashed_process_has_started_ends_with_it(
    supervisor: Supervisor, process: Callable[..., Process], tmp_path: Path
) -> None:
    source = f"""
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-S", "-c", {SLEEP!r}])
pathlib.Path("new").write_text(str(child.pid))
pathlib.Path("new").rename("grandchild")
{SLEEP}
"""
    supervisor.add([process("parent", source)])
    path = tmp_path / "grandchild"
    tick_until(supervisor, path.exists)
    grandchild = int(path.read_text())
    os.kill(pid(supervisor, "parent"), signal.SIGKILL)
    tick_until(supervisor, lambda: not alive(grandchild))


def test_a_process_can_be_stopped_and_started(
    supervisor: Supervisor, process: Callable[..., Process]
) -> None:
    supervisor.add([process("one", SLEEP), process("other", SLEEP)])
    before, other = pid(supervisor, "one"), pid(supervisor, "other")
    supervisor.stop("one")
    supervisor.tick(0.01)
    assert not alive(before)
    assert supervisor.children["one"].state() == {"pid": None, "restarts": 0, "wanted": False}
    supervisor.start("one")
    assert pid(supervisor, "one") != before
    again = pid(supervisor, "one")
    supervisor.start("one")  # it runs: nothing happens
    assert (pid(supervisor, "one"), pid(supervisor, "other")) == (again, other)


def test_another_thread_asks(supervisor: Supervisor, process: Callable[..., Process]) -> None:
    supervisor.add([process("one", SLEEP)])
    before = pid(supervisor, "one")
    asking = threading.Thread(target=supervisor.ask, args=(lambda: supervisor.stop("one"),))
    asking.start()
    tick_until(supervisor, lambda: not asking.is_alive())
    assert not alive(before)


def test_higher_groups_stop_first(
    supervisor: Supervisor, process: Callable[..., Process], tmp_path: Path
) -> None:
    order = {"database": 0, "service": 1, "gateway": 2}
    supervisor.add(process(name, ON_TERM.format(name=name), group=at) for name, at in order.items())
    tick_until(supervisor, lambda: all((tmp_path / name).exists() for name in order))
    supervisor.stop_all()
    assert (tmp_path / "ended").read_text().split() == ["gateway", "service", "database"]


def test_who_does_not_stop_is_killed(
    supervisor: Supervisor,
    process: Callable[..., Process],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(module, "GRACE", 0.2)
    deaf = "import pathlib, signal; signal.signal(15, signal.SIG_IGN); pathlib.Path('up').touch()"
    supervisor.add([process("deaf", f"{deaf}; {SLEEP}")])
    tick_until(supervisor, (tmp_path / "up").exists)
    number = pid(supervisor, "deaf")
    supervisor.stop_all()
    assert not alive(number)
    assert capsys.readouterr().out == "deaf does not stop; killing it\n"


def test_output_goes_to_the_log(
    supervisor: Supervisor, process: Callable[..., Process], tmp_path: Path
) -> None:
    source = f"import sys; print('héllo'); print('trouble', file=sys.stderr, flush=True); {SLEEP}"
    supervisor.add([process("talker", source)])
    log = tmp_path / "logs" / "talker.log"
    tick_until(supervisor, lambda: log.exists() and "trouble" in log.read_text())
    supervisor.stop_all()
    assert sorted(log.read_text().splitlines()) == ["héllo", "trouble"]


def test_state_is_plain_data(supervisor: Supervisor, process: Callable[..., Process]) -> None:
    supervisor.add([process("one", SLEEP)])
    state = supervisor.children["one"].state()
    assert json.loads(json.dumps(state)) == state
