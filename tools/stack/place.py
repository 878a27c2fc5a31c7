"""Where a suite keeps things: its home, its short runtime directory, its secrets, its one lock."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from tools.stack import plan


def home_of(environment: Mapping[str, str]) -> Path:
    """AISLE_HOME, or `.aisle` beside the code."""
    return Path(environment.get("AISLE_HOME") or plan.ROOT / ".aisle").absolute()


def runtime_of(home: Path) -> Path:
    """A short directory of its own for sockets, whatever the length of AISLE_HOME."""
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:8]
    return Path("/tmp") / f"aisle-{digest}"  # noqa: S108 - 0700 and checked for its owner


def make_runtime(path: Path) -> Path:
    """Make the directory, or make sure that it is ours alone."""
    path.mkdir(mode=0o700, exist_ok=True)
    owner = path.stat()
    if owner.st_uid != os.geteuid() or owner.st_mode & 0o077:
        raise SystemExit(f"{path} belongs to somebody else: choose another AISLE_HOME.")
    return path


def lock(home: Path) -> IO[str]:
    """Hold the home for this process; raises SystemExit when another suite runs there."""
    home.mkdir(parents=True, exist_ok=True)
    held = (home / "lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit(
            f"A suite already runs with {home}. Stop it, or choose another: AISLE_HOME=… make run"
        ) from None
    return held


def read_secrets(home: Path) -> dict[str, str]:
    """The secrets of this home; missing ones are made."""
    path = home / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in plan.secret_names() if name not in kept]
    if missing:
        kept |= {name: secrets.token_hex(24) for name in missing}
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(kept, indent=1))
        fresh.replace(path)
    return kept


def check_ports(ports: list[int]) -> None:
    """Raise SystemExit that names the ports which are taken."""
    taken = [port for port in ports if not _free(port)]
    if taken:
        listed = ", ".join(map(str, taken))
        raise SystemExit(
            f"Taken by another program: port {listed}. The suite needs {min(ports)}–{max(ports)}"
            " in part; choose another place for all of it: PORT=9080 make run"
        )


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def migrations_digest() -> str:
    """Changes whenever a migration or a pinned requirement does."""
    digest = hashlib.sha256()
    for path in sorted(
        [
            *plan.ROOT.glob("services/*/*/migrations/*.py"),
            *plan.ROOT.glob("libs/*/migrations/*.py"),
            plan.ROOT / "requirements" / "run.txt",
        ]
    ):
        digest.update(str(path.relative_to(plan.ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()
