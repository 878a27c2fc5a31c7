"""Run something in every service, with the environment of a service under test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from suite import registry
from tools.stack.servers import Servers
from tools.stack.testenv import service_environment

NO_DATABASE = "postgresql://nobody@127.0.0.1:9/none"  # for what reads no row
NO_REDIS = "redis://127.0.0.1:9/0"


def directory(name: str) -> Path:
    return registry.service(name).directory


def run(
    name: str,
    command: Sequence[str],
    servers: Servers | None = None,
    *,
    place: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run it in the service's directory and return what it said, whatever its exit status.

    Without `servers` there is no database. `place` is another directory to run it in, for what is
    no service of the registry and borrows the environment of one.
    """
    database = servers.database_url("postgres") if servers else NO_DATABASE
    settings = service_environment(name, database, servers.redis_url if servers else NO_REDIS)
    return subprocess.run(
        command,
        cwd=place or directory(name),
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def manage(
    name: str, *words: str, servers: Servers | None = None
) -> subprocess.CompletedProcess[str]:
    """Run manage.py of a service."""
    return run(name, [sys.executable, "manage.py", *words], servers)
