"""A PostgreSQL and a Redis for as long as a block lasts: what the tests run on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.stack.embedded import Postgres, Redis
from tools.stack.spawn import signal_group, start

READY_WITHIN = 30.0  # seconds


@dataclass(frozen=True)
class Servers:
    """Where they are; the database URL is a superuser's, for test databases to be made."""

    postgres: Postgres
    redis_url: str

    def database_url(self, database: str) -> str:
        return self.postgres.superuser_url(database)


@contextmanager
def throwaway() -> Iterator[Servers]:
    """Start both in a new directory, which is gone afterwards. Nothing is flushed to disk."""
    home = Path(tempfile.mkdtemp(prefix="aisle-t-"))
    postgres, redis = Postgres(home, home, throwaway=True), Redis(home)
    running: list[subprocess.Popen[bytes]] = []
    try:
        postgres.prepare()
        for server in (postgres, redis):
            running.append(_start(server, home))  # one by one: all that run are ended
        _wait_until_ready(running, postgres, redis, home)
        yield Servers(postgres, redis.url)
    finally:
        for process in running:
            signal_group(process, signal.SIGINT)  # both take it as: stop at once, but in order
        for process in running:
            process.wait(20)
        postgres.close()
        shutil.rmtree(home, ignore_errors=True)


def _start(server: Postgres | Redis, home: Path) -> subprocess.Popen[bytes]:
    with (home / "log").open("ab") as log:
        return start(
            server.command,
            cwd=home,
            environment=os.environ,
            output=log,
            sign=server.stop_signal,
        )


def _wait_until_ready(
    running: list[subprocess.Popen[bytes]], postgres: Postgres, redis: Redis, home: Path
) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not (postgres.ready() and redis.ready()):
        dead = any(process.poll() is not None for process in running)
        if dead or time.monotonic() > deadline:
            raise TimeoutError(f"PostgreSQL or Redis did not start\n{(home / 'log').read_text()}")
        time.sleep(0.05)
