"""A PostgreSQL and a Redis for as long as a block lasts: what the tests run on."""

from __future__ import annotations

import os
import shutil
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
    home.chmod(0o755)
    postgres, redis = Postgres(home, home, throwaway=True), Redis(home)
    if os.geteuid() == 0:
        home.chmod(0o777)
    postgres.prepare()
    running = []
    try:
        for server in (postgres, redis):
            running.append(
                start(
                    server.command,
                    cwd=home,
                    environment=os.environ,
                    output=subprocess.DEVNULL,
                    sign=server.stop_signal,
                )
            )
        deadline = time.monotonic() + READY_WITHIN
        while not (postgres.ready() and redis.ready()):
            if time.monotonic() > deadline:
                raise TimeoutError("PostgreSQL or Redis did not start")
            time.sleep(0.05)
        yield Servers(postgres, redis.url)
    finally:
        for process, server in zip(running, (postgres, redis), strict=False):
            signal_group(process, server.stop_signal)
            process.wait(20)
        shutil.rmtree(home, ignore_errors=True)
