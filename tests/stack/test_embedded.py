"""PostgreSQL and Redis from their wheels."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import psycopg2
import pytest
import redis

from tests.support.waiting import wait_for
from tools.stack.embedded import Postgres
from tools.stack.servers import Servers, throwaway
from tools.stack.spawn import alive, signal_group, start

SOON = 20.0  # seconds


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with throwaway() as servers:
        yield servers


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests below keep one cluster, one after the other."""
    return tmp_path_factory.mktemp("home")


@contextmanager
def running(
    home: Path, output: int | IO[bytes] = subprocess.DEVNULL
) -> Iterator[tuple[Postgres, subprocess.Popen[bytes]]]:
    """A PostgreSQL that is left alone afterwards: whoever starts it has to end it."""
    postgres = Postgres(home, home)
    postgres.prepare()
    process = start(
        postgres.command,
        cwd=home,
        environment=os.environ,
        output=output,
        sign=postgres.stop_signal,
    )
    try:
        wait_for(lambda: process.poll() is not None or postgres.ready(), SOON, "it answers")
        assert process.poll() is None
        yield postgres, process
    finally:
        signal_group(process, signal.SIGINT)
        process.wait(SOON)
        postgres.close()


def value(url: str, statement: str) -> object:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
        return row[0] if row else None


def test_each_service_has_a_database_for_itself(servers: Servers) -> None:
    ours = servers.postgres.ensure("alpha", "secret of alpha")
    servers.postgres.ensure("beta", "secret of beta")
    assert value(ours, "SELECT current_user || '@' || current_database()") == "alpha@alpha"
    for foreign in ("beta", "postgres"):
        with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
            psycopg2.connect(ours.replace("/alpha?", f"/{foreign}?"))
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(ours.replace("secret of alpha", "guessed"))


def test_the_log_tells_no_statement_and_no_value(home: Path) -> None:
    """Not of a refusal, and not of a backend that is killed while it works."""
    password = "password-hash-of-somebody"
    statements = (
        f"SELECT '{password}'::int",
        f"DO $$ BEGIN RAISE 'it is %', '{password}' USING DETAIL = '{password}'; END $$",
        f"CREATE TABLE t (word text PRIMARY KEY); INSERT INTO t SELECT '{password}'"
        " FROM generate_series(1, 2)",
        f"SELECT pg_terminate_backend(pg_backend_pid()), '{password}'",
    )
    with (home / "log").open("wb") as log, running(home, log) as (postgres, _):
        url = postgres.superuser_url()
        for statement in statements:
            with pytest.raises(psycopg2.Error), closing(psycopg2.connect(url)) as connection:
                connection.cursor().execute(statement)
        with closing(psycopg2.connect(url)) as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
            with pytest.raises(psycopg2.Error):
                connection.cursor().execute(f"SELECT '{password}'")
        wait_for(lambda: "all server processes terminated" in _read(log.name), SOON, "the crash")
        wait_for(postgres.ready, SOON, "it answers again")
    assert password not in _read(log.name)
    assert "duplicate key" not in _read(log.name)


def _read(path: str) -> str:
    return Path(path).read_text(errors="replace")


def test_a_role_is_no_superuser(servers: Servers) -> None:
    ours = servers.postgres.ensure("alpha", "secret of alpha")
    rights = "rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls"
    assert value(ours, f"SELECT {rights} FROM pg_roles WHERE rolname = current_user") is False


def test_making_sure_again_keeps_the_data_and_takes_a_new_password(servers: Servers) -> None:
    postgres = servers.postgres
    with closing(psycopg2.connect(postgres.ensure("gamma", "first"))) as connection:
        connection.cursor().execute("CREATE TABLE kept AS SELECT 7 AS number")
        connection.commit()
    assert postgres.fresh
    assert value(postgres.ensure("gamma", "second"), "SELECT number FROM kept") == 7


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("random_page_cost", "1.1"), ("listen_addresses", ""), ("server_encoding", "UTF8")],
)
def test_settings(servers: Servers, setting: str, expected: str) -> None:
    assert value(servers.database_url("postgres"), f"SHOW {setting}") == expected


def test_redis_answers_on_its_socket_and_keeps_nothing(servers: Servers) -> None:
    with redis.Redis.from_url(servers.redis_url) as client:
        assert client.ping()
        expected = {"port": "0", "save": "", "appendonly": "no"}
        assert {name: client.config_get(name)[name] for name in expected} == expected


def test_a_socket_without_a_redis_is_not_ready(servers: Servers, tmp_path: Path) -> None:
    from tools.stack.embedded import Redis

    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "redis.sock"))
    assert not Redis(tmp_path).ready()


def test_throwaway_servers_leave_nothing() -> None:
    with throwaway() as servers:
        with closing(psycopg2.connect(servers.database_url("postgres"))) as connection:
            pid = connection.info.backend_pid
        directory = Path(servers.redis_url.removeprefix("unix://")).parent
    assert not directory.exists()
    assert not alive(pid)


def test_only_real_data_is_flushed_to_disk(home: Path, servers: Servers) -> None:
    with running(home) as (postgres, _):
        assert value(postgres.superuser_url(), "SHOW fsync") == "on"
        assert value(postgres.superuser_url(), "SHOW synchronous_commit") == "on"
        assert value(postgres.superuser_url(), "SHOW scram_iterations") == "4096"
    assert value(servers.database_url("postgres"), "SHOW fsync") == "off"


def test_committed_data_survives_a_kill(home: Path) -> None:
    with running(home) as (postgres, process):
        with closing(psycopg2.connect(postgres.ensure("codes", "word"))) as connection:
            connection.cursor().execute("CREATE TABLE kept AS SELECT 7 AS number")
            connection.commit()
        process.kill()
    with running(home) as (postgres, _):
        assert value(postgres.ensure("codes", "word"), "SELECT number FROM kept") == 7
        assert not postgres.fresh


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_a_pid_file_that_names_a_stranger_is_no_hindrance(home: Path) -> None:
    as_us = (
        "import os, time; os.getuid() or os.setuid(65534); print(1, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-S", "-c", as_us], stdout=subprocess.PIPE) as stranger:
        assert stranger.stdout is not None
        stranger.stdout.readline()
        pid_file = home / "postgres" / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{home / 'postgres'}\n1\n5432\n{home}\n\n0 0\n")
        with running(home):
            assert stranger.poll() is None
        stranger.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_a_server_that_has_outlived_its_run_is_stopped_first(home: Path) -> None:
    with running(home) as (_, orphan):
        with running(home) as (postgres, fresh):
            assert orphan.poll() is not None
            assert value(postgres.superuser_url(), "SELECT 1") == 1
        assert fresh.poll() == 0


def test_an_interrupted_first_start_is_no_hindrance(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    postgres = Postgres(tmp_path, tmp_path, throwaway=True)
    postgres.prepare()
    postgres.close()
    assert (tmp_path / "postgres" / "global" / "pg_control").exists()
    assert not half.exists()


def test_data_of_another_version_is_not_touched(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(SystemExit, match="is of PostgreSQL 9, but 18 is installed"):
        Postgres(tmp_path, tmp_path).prepare()
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]
