"""PostgreSQL and Redis from wheels, on unix sockets, as commands for whoever supervises them."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from tools.stack import place
from tools.stack.programs import copy_for_all, open_to_all, postgres_programs, redis_program
from tools.stack.spawn import alive, nobody, unprivileged

SUPERUSER = "postgres"
TUNING = {
    "random_page_cost": "1.1",
    "shared_buffers": "16MB",  # a place's day; older pages are in the system's own cache
    "max_connections": "200",
    "io_method": "sync",  # no processes that read ahead, and none for replication
    "max_logical_replication_workers": "0",
    "listen_addresses": "",
    "log_destination": "stderr",
}
# Its log holds nothing of what is asked or stored: no statement, no value, no DETAIL that quotes a
# row or what a killed backend was running. What it refuses, the service that asked logs by its
# SQLSTATE. docker-compose.yml has the same.
DISCREET = {
    "log_min_messages": "log",  # that is: LOG, FATAL and PANIC; no ERROR, which quotes values
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
ANSWERS_WITHIN = 5.0  # seconds
LEFTOVER_ENDS_WITHIN = 15.0  # seconds
# What is committed outlives the server, not the machine; a connection costs half, for its password
# is hashed once instead of 4096 times.
THROWAWAY = {"fsync": "off", "full_page_writes": "off"}
THROWAWAY_CLUSTER = ["--no-sync", "-c", "scram_iterations=1"]


class Postgres:
    """One cluster below `home`, reached through a socket in `runtime`; a database and a role for
    each service.
    """

    stop_signal = signal.SIGINT  # fast shutdown: ends sessions, loses nothing committed

    def __init__(self, home: Path, runtime: Path, *, throwaway: bool = False) -> None:
        self._home, self._data = home, home / "postgres"
        self._runtime = runtime
        self._settings = TUNING | DISCREET | (THROWAWAY if throwaway else {})
        self._version, self._programs = postgres_programs()
        self.copy: Path | None = None  # of the programs, when only root can reach them
        self.fresh = False  # whether a database is new, and so without tables

    def prepare(self) -> None:
        """Make the cluster when there is none; take away what a killed run has left."""
        version = self._data / "PG_VERSION"
        if version.exists():
            if version.read_text().strip() != self._version:
                raise SystemExit(
                    f"{self._data} is of PostgreSQL {version.read_text().strip()}, but"
                    f" {self._version} is installed: go back to the release that wrote it, or begin"
                    " anew elsewhere (AISLE_HOME=…)."
                )
            self._clear_away()
        if os.geteuid() == 0 and not open_to_all(self._programs / "postgres"):
            name = f"{place.runtime_of(self._home).name}-postgres"
            self.copy, self._programs = copy_for_all(self._programs, name)
            self._guard = place.guard(self.copy)
        if not version.exists():
            self._make()

    def _make(self) -> None:
        """All or nothing: a killed initdb must not leave something that looks like a cluster."""
        fresh = self._data.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True, mode=0o700)
        if os.geteuid() == 0:
            os.chown(fresh, *nobody())
        command = [
            *(str(self._programs / "initdb"), "-D", str(fresh), "-U", SUPERUSER),
            *("-E", "UTF8", "--locale=C.UTF-8", "--auth-local=scram-sha-256", "--no-instructions"),
            f"--pwfile={self._password_file()}",
            *(THROWAWAY_CLUSTER if "fsync" in self._settings else []),
        ]
        done = subprocess.run(
            unprivileged(command, sign=self.stop_signal), capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"initdb failed:\n{done.stdout}{done.stderr}")
        fresh.rename(self._data)

    def _clear_away(self) -> None:
        """Stop a server that has outlived its run. Its pid file may name a stranger by now, which
        PostgreSQL would take for that server.
        """
        path, processes = self._data / "postmaster.pid", Path("/proc")
        if not path.exists() or not (processes / "self").exists():
            return
        pid = int(path.read_text().split()[0])
        command = processes / str(pid) / "cmdline"
        if alive(pid) and os.fsencode(self._data) in command.read_bytes().split(b"\0"):
            os.kill(pid, self.stop_signal)
            deadline = time.monotonic() + LEFTOVER_ENDS_WITHIN
            while alive(pid):
                if time.monotonic() > deadline:
                    raise SystemExit(f"PostgreSQL of an earlier run does not stop: process {pid}")
                time.sleep(0.05)
        path.unlink(missing_ok=True)

    def close(self) -> None:
        """After the server has ended: remove the copy of its programs, if there is one."""
        if self.copy is not None:
            os.close(self._guard)
            shutil.rmtree(self.copy, ignore_errors=True)

    def _password_file(self) -> Path:
        path = self._data.parent / "postgres.password"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(16))
        return path

    @property
    def command(self) -> list[str]:
        options = {**self._settings, "unix_socket_directories": str(self._runtime)}
        command = [str(self._programs / "postgres"), "-D", str(self._data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return unprivileged(command, sign=self.stop_signal)

    def connect(self, database: str = SUPERUSER) -> psycopg2.extensions.connection:
        """A connection as superuser; raises psycopg2.OperationalError while there is no server."""
        return psycopg2.connect(self.url(SUPERUSER, self._password_file().read_text(), database))

    def ready(self) -> bool:
        try:
            self.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def url(self, user: str, password: str, database: str) -> str:
        """A DATABASE_URL."""
        directory = quote(str(self._runtime), safe="")
        return f"postgresql://{user}:{password}@/{database}?host={directory}"

    def superuser_url(self, database: str = SUPERUSER) -> str:
        return self.url(SUPERUSER, self._password_file().read_text(), database)

    def ensure(self, name: str, password: str) -> str:
        """Make sure of a database and its role, which alone may enter; returns the DATABASE_URL."""
        connection = self.connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            role, word = sql.Identifier(name), sql.Literal(password)
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
            verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
            cursor.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, role, word))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                self.fresh = True
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
                closed = sql.SQL("REVOKE ALL ON DATABASE {}, postgres, template1 FROM PUBLIC")
                cursor.execute(closed.format(role))
        connection.close()
        return self.url(name, password, name)


class Redis:
    """A Redis that keeps nothing on disk, on a socket in `runtime`."""

    stop_signal = signal.SIGTERM

    def __init__(self, runtime: Path) -> None:
        self.socket = runtime / "redis.sock"

    @property
    def command(self) -> list[str]:
        return [
            *(redis_program(), "--port", "0", "--unixsocket", str(self.socket)),
            *("--unixsocketperm", "700", "--save", "", "--appendonly", "no"),
            *("--loglevel", "warning"),
        ]

    def ready(self) -> bool:
        """Whether it answers; a killed run leaves its socket behind. The client library would cost
        the runner 8 MB for this one question.
        """
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(ANSWERS_WITHIN)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64) == b"+PONG\r\n"
            except OSError:
                return False

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"
