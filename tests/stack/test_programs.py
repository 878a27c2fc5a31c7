"""The wheels' programs for a user who may not reach the wheels, as when all is below /root."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest

from tests.stack.helpers import Home
from tests.support import prepared
from tools.stack import place, plan, programs
from tools.stack.servers import Servers, throwaway
from tools.stack.temporary import RUN

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A directory that only its owner may enter."""
    directory = tmp_path / "locked"
    directory.mkdir(mode=0o700)
    return directory


@pytest.fixture
def wheels_below(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheels as if they were installed below that directory."""
    installed = programs.wheel(programs.POSTGRES)
    for name in (programs.POSTGRES, programs.POSTGRES_LIBRARIES, programs.VALKEY):
        (locked / name).symlink_to(installed.with_name(name))
    monkeypatch.setattr(programs, "wheel", lambda package: locked / package)


@pytest.fixture
def copy() -> Iterator[Path]:
    """The place of a copy, which is removed afterwards."""
    path = Path("/tmp/aisle-test-of-programs")
    shutil.rmtree(path, ignore_errors=True)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def copy_of(home: Path) -> Path:
    """Where a suite or the servers of tests with this home have their copy."""
    runtime = place.runtime_of(home)
    return runtime.with_name(f"{runtime.name}-postgres")


def home_of(servers: Servers) -> Path:
    return Path(servers.redis_url.removeprefix("unix://")).parent


def test_the_redis_of_the_wheel_is_one_that_is_still_mended() -> None:
    said = subprocess.run(
        [programs.redis_program(), "--version"], capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith("Valkey server v=")
    assert int(said.partition("v=")[2].split(".")[0]) >= 9


def test_what_lies_below_a_locked_directory_is_not_open_to_all(locked: Path) -> None:
    assert programs.open_to_all(Path("/bin/sh"))
    (locked / "sh").symlink_to("/bin/sh")
    assert not programs.open_to_all(locked / "sh")
    outside = locked.parent.parent / "way in"
    (locked / "mine").touch(0o755)
    outside.symlink_to(locked / "mine")
    assert not programs.open_to_all(outside)


def test_a_program_that_is_its_owners_alone_is_not_open_to_all() -> None:
    with (Path("/tmp") / "aisle-test-of-modes").open("w") as file:
        path = Path(file.name)
        path.chmod(0o700)
        assert not programs.open_to_all(path)
        path.chmod(0o755)
        assert programs.open_to_all(path)
        path.unlink()


def test_the_copy_can_be_changed_by_its_owner_only(copy: Path) -> None:
    before = os.umask(0o077)
    try:
        made, target = programs.copy_for_all(programs.postgres_programs()[1], copy.name)
    finally:
        os.umask(before)
    assert made == copy
    assert {path.name for path in target.iterdir()} == {"initdb", "postgres"}
    assert programs.open_to_all(target / "postgres")
    for path in (copy, target, *target.parents[:2], *target.iterdir()):
        found = path.stat()
        assert (found.st_uid, stat.S_IMODE(found.st_mode)) == (os.geteuid(), 0o755)


def test_a_copy_replaces_what_was_left_behind(copy: Path) -> None:
    (copy / "half").mkdir(parents=True)
    programs.copy_for_all(programs.postgres_programs()[1], copy.name)
    assert not (copy / "half").exists()


def test_a_copy_replaces_nothing_of_somebody_else(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").touch()
    copy.symlink_to(tmp_path)
    try:
        with pytest.raises(SystemExit, match="belongs to somebody else"):
            programs.copy_for_all(programs.postgres_programs()[1], copy.name)
    finally:
        copy.unlink()
    assert (tmp_path / "letter").exists()


def test_where_nothing_may_run_it_says_so(monkeypatch: pytest.MonkeyPatch, copy: Path) -> None:
    flags = SimpleNamespace(f_flag=os.ST_NOEXEC)
    monkeypatch.setattr(os, "statvfs", lambda _: flags)
    with pytest.raises(SystemExit, match="put the checkout where everybody may enter"):
        programs.copy_for_all(programs.postgres_programs()[1], copy.name)


@AS_ROOT
@pytest.mark.usefixtures("wheels_below")
def test_postgresql_runs_from_below_a_locked_directory_and_leaves_no_copy() -> None:
    with throwaway() as servers:
        copy = copy_of(home_of(servers))
        assert copy.is_dir()
        with closing(psycopg2.connect(servers.postgres.ensure("alpha", "word"))) as connection:
            cursor = connection.cursor()
            cursor.execute("SET timezone = 'Europe/Berlin'")  # read from beside the programs
            cursor.execute("SELECT to_tsvector('english', 'cats')::text")  # a library of theirs
            assert cursor.fetchone() == ("'cat':1",)
    assert not copy.exists()


@AS_ROOT
def test_the_suite_runs_below_a_locked_directory(locked: Path) -> None:
    (locked / ".venv").symlink_to(plan.BIN.parent)
    home = Home(locked / "home")
    prepared.begin(home.home)
    home.start((str(locked / ".venv/bin/python"), *RUN[1:]))
    try:
        home.wait_until_ready()
        assert home.answer()[0] == 200
        assert copy_of(home.home).is_dir()
    finally:
        home.process.terminate()
        home.end()
    assert not copy_of(home.home).exists()
