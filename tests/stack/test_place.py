"""Where a suite keeps things, and how it stays out of the way of others."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.stack import place, plan
from tools.stack.spawn import nobody
from tools.stack.temporary import free_port

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    return tmp_path / "runtime"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_secrets_are_made_once_for_their_owner_only(tmp_path: Path) -> None:
    first = place.read_secrets(tmp_path)
    assert set(first) == set(plan.secret_names())
    assert len(set(first.values())) == len(first)
    assert min(map(len, first.values())) >= 32
    assert place.read_secrets(tmp_path) == first
    assert mode(tmp_path / "secrets.json") == 0o600


def test_a_new_service_gets_secrets_and_the_others_keep_theirs(tmp_path: Path) -> None:
    first = place.read_secrets(tmp_path)
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({k: v for k, v in first.items() if not k.startswith("orders.")}))
    second = place.read_secrets(tmp_path)
    assert {name for name in first if second[name] != first[name]} == {
        name for name in first if name.startswith("orders.")
    }


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"orders.key": 1}', "null"])
def test_damaged_secrets_are_not_replaced(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "secrets.json").write_text(damaged)
    with pytest.raises(SystemExit, match=r"secrets\.json is damaged.*rotate_keys --now"):
        place.read_secrets(tmp_path)
    assert (tmp_path / "secrets.json").read_text() == damaged


def test_a_long_home_has_a_short_runtime() -> None:
    home = Path("/" + "very/long/" * 40)
    longest = place.runtime_of(home) / "verification-worker.sock.lock"
    assert len(os.fsencode(longest)) < 60
    assert place.runtime_of(home) == place.runtime_of(home)
    assert place.runtime_of(home) != place.runtime_of(home / "other")


def test_the_home_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert place.home_of({"AISLE_HOME": "here"}) == tmp_path / "here"
    assert place.home_of({}) == place.home_of({"AISLE_HOME": ""}) == plan.ROOT / ".aisle"


def test_what_a_killed_run_has_left_is_cleared_away(runtime: Path) -> None:
    place.make_runtime(runtime)
    assert mode(runtime) == 0o700
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(runtime / "orders-ws.sock"))
    (runtime / "orders-ws.sock.lock").symlink_to(str(os.getpid()))
    (runtime / "nginx").mkdir()
    place.make_runtime(runtime)
    assert [path.name for path in runtime.iterdir()] == ["nginx"]


def test_a_runtime_that_others_may_enter_is_refused(runtime: Path) -> None:
    runtime.mkdir()
    runtime.chmod(0o755)
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        place.make_runtime(runtime)


def test_a_link_in_place_of_the_runtime_is_refused_and_nothing_behind_it_is_touched(
    runtime: Path, tmp_path: Path
) -> None:
    """One that another user has planted in /tmp, to a directory of ours."""
    ours = tmp_path / "ours"
    ours.mkdir(mode=0o700)
    (ours / "letter").touch()
    runtime.symlink_to(ours)
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        place.make_runtime(runtime)
    assert (ours / "letter").exists()


def test_a_file_in_place_of_the_runtime_is_refused(runtime: Path) -> None:
    runtime.touch(mode=0o600)
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        place.make_runtime(runtime)
    assert runtime.exists()


@AS_ROOT
def test_a_runtime_of_another_user_is_refused(runtime: Path) -> None:
    runtime.mkdir(mode=0o700)
    (runtime / "letter").touch()
    os.chown(runtime, *nobody())
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        place.make_runtime(runtime)
    assert (runtime / "letter").exists()


def test_links_inside_are_removed_and_not_followed(runtime: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").touch()
    place.make_runtime(runtime)
    (runtime / "link").symlink_to(tmp_path / "letter")
    (runtime / "directory").symlink_to(tmp_path)
    place.make_runtime(runtime)
    assert list(runtime.iterdir()) == []
    assert (tmp_path / "letter").exists()


def test_a_home_that_was_open_to_others_is_shut(tmp_path: Path) -> None:
    home, logs = tmp_path / "home", tmp_path / "home" / "logs"
    logs.mkdir(parents=True)
    home.chmod(0o777)
    logs.chmod(0o755)
    assert place.shut(home) == [logs, home]
    assert (mode(home), mode(logs)) == (0o755, 0o700)
    assert place.shut(home) == []


def test_a_new_home_keeps_its_logs_to_itself_and_may_be_a_link(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir(mode=0o755)
    (tmp_path / "home").symlink_to(disk)
    assert place.shut(tmp_path / "home") == []
    assert mode(disk / "logs") == 0o700


def test_logs_that_lead_elsewhere_are_refused(tmp_path: Path) -> None:
    (tmp_path / "logs").symlink_to("/var/log")
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        place.shut(tmp_path)


def test_taken_ports_are_named_with_a_way_out(taken: int) -> None:
    free = free_port()
    with pytest.raises(SystemExit) as refused:
        place.check_ports([free, taken])
    text = str(refused.value)
    assert text.startswith(f"Port {taken}: in use by another program.")
    assert str(free) not in text.split(".")[0]
    suggested = int(text.partition("PORT=")[2].split()[0])
    place.check_ports([suggested, suggested + taken - free])


def test_the_way_out_is_never_below_the_first_port(taken: int) -> None:
    with pytest.raises(SystemExit) as refused:
        place.check_ports([taken, max(1, taken - 20_000)])
    assert int(str(refused.value).partition("PORT=")[2].split()[0]) - 20_000 > 0


def test_all_taken_ports_are_named(taken: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as another:
        second = another.getsockname()[1]
        with pytest.raises(SystemExit, match=f"^Ports {taken}, {second}: in use"):
            place.check_ports([taken, second])


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(SystemExit, match=r"^BIND=192\.0\.2\.1: "):
        place.check_ports([free_port()], bind="192.0.2.1")


@pytest.mark.parametrize(
    ("given", "port"), [({}, 8080), ({"PORT": ""}, 8080), ({"PORT": "81"}, 81)]
)
def test_port(given: dict[str, str], port: int) -> None:
    assert place.port_of(given) == port


@pytest.mark.parametrize("given", ["80", "0", "-1", "65536", "http", "8080 "])
def test_no_port(given: str) -> None:
    with pytest.raises(SystemExit, match=f"^PORT={given}: choose a number from 81 to 65535"):
        place.port_of({"PORT": given})


def test_one_suite_per_home(tmp_path: Path) -> None:
    holding = "import sys, time; from tools.stack.place import lock; from pathlib import Path;"
    holding += f"held = lock(Path({str(tmp_path)!r})); print('held', flush=True); time.sleep(600)"
    with subprocess.Popen(
        [sys.executable, "-c", holding], cwd=plan.ROOT, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(SystemExit) as refused:
            place.lock(tmp_path)
        other.kill()
    assert str(refused.value).startswith(
        f"A suite already runs with {tmp_path} (process {other.pid})."
    )
    place.lock(tmp_path).close()


def test_a_home_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for home in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/aisle")):
        with pytest.raises(SystemExit, match=r"cannot be used: .*AISLE_HOME="):
            place.lock(home)


def test_migrations_are_run_again_when_one_is_new(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(plan, "ROOT", tmp_path)
    requirements = tmp_path / "requirements" / "run.txt"
    migration = tmp_path / "services" / "codes" / "codes" / "migrations" / "0001_initial.py"
    for path in (requirements, migration):
        path.parent.mkdir(parents=True)
        path.write_text("one")
    digests = [place.migrations_digest(), place.migrations_digest()]
    migration.write_text("two")
    digests.append(place.migrations_digest())
    migration.with_name("0002_more.py").write_text("three")
    digests.append(place.migrations_digest())
    requirements.write_text("two")
    digests.append(place.migrations_digest())
    assert digests[0] == digests[1]
    assert len(set(digests)) == 4
