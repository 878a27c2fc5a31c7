"""Homes, secrets, locks and ports: what is refused, and in which words."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from tests.stack.helpers import free_ports
from tools.stack import place, plan


def test_secrets_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    made = place.read_secrets(tmp_path)
    assert sorted(made) == sorted(plan.secret_names())
    assert len(set(made.values())) == len(made)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert place.read_secrets(tmp_path) == made


def test_a_new_services_secrets_are_added_to_the_old(tmp_path: Path) -> None:
    made = place.read_secrets(tmp_path)
    old = {name: value for name, value in made.items() if not name.startswith("orders")}
    (tmp_path / "secrets.json").write_text(json.dumps(old))
    assert place.read_secrets(tmp_path).items() >= old.items()
    assert sorted(place.read_secrets(tmp_path)) == sorted(made)


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"orders.key": 1}', "null"])
def test_damaged_secrets_are_not_replaced(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "secrets.json").write_text(damaged)
    with pytest.raises(SystemExit, match=r"secrets\.json is damaged.*rotate_keys --now"):
        place.read_secrets(tmp_path)
    assert (tmp_path / "secrets.json").read_text() == damaged


def test_a_home_is_one_suites(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    with place.lock(home):
        with pytest.raises(SystemExit) as refused:
            place.lock(home)
        assert str(home) in str(refused.value)
        assert f"process {os.getpid()}" in str(refused.value)
        assert "AISLE_HOME=" in str(refused.value)
    place.lock(home).close()


def test_a_home_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for home in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/aisle")):
        with pytest.raises(SystemExit, match=r"cannot be used: .*AISLE_HOME="):
            place.lock(home)


def test_the_home_is_beside_the_code_unless_said_otherwise(tmp_path: Path) -> None:
    assert place.home_of({}) == place.home_of({"AISLE_HOME": ""}) == plan.ROOT / ".aisle"
    assert place.home_of({"AISLE_HOME": "a/b"}) == Path.cwd() / "a" / "b"


def test_taken_ports_are_named_with_a_way_out() -> None:
    port = next(free_ports())
    ports = [port, *range(port - 80, port - 75)]
    place.check_ports(ports)
    with socket.create_server(("127.0.0.1", port - 78)):
        with pytest.raises(SystemExit) as refused:
            place.check_ports(ports)
        assert f"Port {port - 78}: in use" in str(refused.value)
        assert "PORT=" in str(refused.value)
        with socket.create_server(("127.0.0.1", port)):
            with pytest.raises(SystemExit, match=f"Ports {port}, {port - 78}:"):
                place.check_ports(ports)
    place.check_ports(ports)


@pytest.mark.parametrize("port", ["x", "-1", "0", "80", "65536", "8080.0", "1e3", " "])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(SystemExit, match="PORT=.*: choose a number from 81 to 65535"):
        place.port_of({"PORT": port})


def test_the_port_is_8080_unless_said_otherwise() -> None:
    assert place.port_of({}) == place.port_of({"PORT": ""}) == 8080
    assert place.port_of({"PORT": "9180"}) == 9180


def test_the_runtime_directory_is_ours_alone_and_forgets_old_sockets(tmp_path: Path) -> None:
    runtime = place.make_runtime(tmp_path / "run")
    assert runtime.stat().st_mode & 0o777 == 0o700
    (runtime / "left.sock").touch()
    (runtime / "nginx").mkdir()
    assert list(place.make_runtime(runtime).iterdir()) == [runtime / "nginx"]
    runtime.chmod(0o755)
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        place.make_runtime(runtime)


def test_two_homes_have_two_runtime_directories(tmp_path: Path) -> None:
    assert place.runtime_of(tmp_path / "a") != place.runtime_of(tmp_path / "b")
    assert place.runtime_of(tmp_path / "a") == place.runtime_of(tmp_path / "a")


def test_migrations_run_again_when_one_is_new() -> None:
    before = place.migrations_digest()
    assert before == place.migrations_digest()
    new = plan.ROOT / "services" / "codes" / "codes" / "migrations"
    assert any(path.name == "0001_initial.py" for path in new.iterdir())
