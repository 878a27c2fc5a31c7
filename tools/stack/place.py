"""Where a suite keeps things: its home, its short runtime directory, its secrets, its one lock."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import secrets
import socket
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from tools.stack import plan
from tools.stack.spawn import alive

FIRST_PORT = 81  # the first service's own port is 80 below the gateway's
RUN_ENDS_WITHIN = 20.0  # seconds that a killed run takes at most to be gone


def home_of(environment: Mapping[str, str]) -> Path:
    """AISLE_HOME, or `.aisle` beside the code."""
    return Path(environment.get("AISLE_HOME") or plan.ROOT / ".aisle").absolute()


def port_of(environment: Mapping[str, str]) -> int:
    """PORT, or 8080; raises SystemExit when it is no port."""
    given = environment.get("PORT") or "8080"
    if not given.isdecimal() or not FIRST_PORT <= int(given) <= 65535:
        raise SystemExit(f"PORT={given}: choose a number from {FIRST_PORT} to 65535.")
    return int(given)


def runtime_of(home: Path) -> Path:
    """A short directory of its own for sockets, whatever the length of AISLE_HOME."""
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:8]
    return Path("/tmp") / f"aisle-{digest}"  # noqa: S108 - 0700 and checked for its owner


def make_runtime(path: Path) -> Path:
    """Make the directory, or make sure that it is ours alone without a killed run's sockets.

    Anybody may have put something at its name in /tmp: it is opened without following a link, and
    looked at and emptied through what was opened.
    """
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    opened = _open_ours(path)
    try:
        for name in os.listdir(opened):
            if not stat.S_ISDIR(os.stat(name, dir_fd=opened, follow_symlinks=False).st_mode):
                os.unlink(name, dir_fd=opened)
    finally:
        os.close(opened)
    return path


def _open_ours(path: Path) -> int:
    """A descriptor of this very directory; raises SystemExit when it is a link, no directory, or
    others may enter.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        opened = -1
    if opened >= 0:
        found = os.fstat(opened)
        if found.st_uid == os.geteuid() and not found.st_mode & 0o077:
            return opened
        os.close(opened)
    raise SystemExit(f"{path} belongs to somebody else: choose another AISLE_HOME.")


def keep_others_out(path: Path, of: int) -> bool:
    """Take these rights of other users away from a directory of ours; whether they had some. Raises
    SystemExit for one that is not ours.
    """
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise SystemExit(f"{path} belongs to somebody else: choose another AISLE_HOME.")
    if found.st_mode & of:
        path.chmod(stat.S_IMODE(found.st_mode) & ~of)
    return bool(found.st_mode & of)


def shut(home: Path) -> list[Path]:
    """Make the directory of logs, and see to it that nobody else writes into the home or reads the
    logs; returns what was open until now.
    """
    real, logs = home.resolve(), home.resolve() / "logs"
    with suppress(FileExistsError):
        logs.mkdir(mode=0o700)
    rights = {logs: 0o077}
    if real.stat().st_uid == os.geteuid():
        rights[real] = 0o022
    return [path for path, of in rights.items() if keep_others_out(path, of)]


def guard(runtime: Path) -> int:
    """Keep cleaners of old temporary files away: they respect a lock on a directory. Returns the
    file descriptor that holds it.
    """
    held = os.open(runtime, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


def lock(home: Path) -> IO[str]:
    """Hold the home for this process and who inherits the file; raises SystemExit when another
    suite runs there. The end of one that was killed is waited for.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = (home / "lock").open("a+")
    except OSError as error:
        raise SystemExit(
            f"{home} cannot be used: {error.strerror}. Choose another: AISLE_HOME=… make run"
        ) from None
    deadline = time.monotonic() + RUN_ENDS_WITHIN
    while not _locked(held):
        held.seek(0)
        holder = held.read().strip()
        if (holder and alive(int(holder))) or time.monotonic() > deadline:
            held.close()
            raise SystemExit(
                f"A suite already runs with {home}"
                + (f" (process {holder})" if holder else "")
                + ". Stop it, or choose another: AISLE_HOME=… PORT=… make run"
            )
        time.sleep(0.1)
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def read_secrets(home: Path) -> dict[str, str]:
    """The secrets of this home; missing ones are made."""
    path = home / "secrets.json"
    kept = _kept(path) if path.exists() else {}
    missing = [name for name in plan.secret_names() if name not in kept]
    if missing:
        kept |= {name: secrets.token_hex(24) for name in missing}
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(kept, indent=1))
        fresh.replace(path)
    return kept


def _kept(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text())
    except ValueError:
        kept = None
    if not isinstance(kept, dict) or not all(isinstance(value, str) for value in kept.values()):
        raise SystemExit(
            f"{path} is damaged: put back a copy. Without one remove it, start the suite, and run"
            ' once: make manage SERVICE=verification ARGS="rotate_keys --now"'
        )
    return kept


def check_ports(ports: list[int], bind: str = "127.0.0.1") -> None:
    """Raise SystemExit that names the ports which are taken. The first one is the gateway's, which
    listens on `bind`; the services' own are for this machine alone.
    """
    taken = [port for port in ports if not _free(port, bind if port == ports[0] else "127.0.0.1")]
    if taken:
        listed = ", ".join(map(str, taken))
        raise SystemExit(
            f"{'Ports' if len(taken) > 1 else 'Port'} {listed}: in use by another program."
            f" Choose another place for the whole suite, like: PORT={_elsewhere(ports)} make run"
        )


def _elsewhere(ports: list[int]) -> int:
    """A port for the gateway which is free with all others that move along."""
    places = range(9080, 60000, 1000)
    for place in places:
        moved = [place + port - ports[0] for port in ports]
        if min(moved) > 0 and max(moved) < 65536 and all(map(_free, moved)):
            return place
    return places[0]


def _free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether one can listen there; raises SystemExit when one never may."""
    host = host.strip("[]")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise SystemExit(
                f"Port {port}: this user may not listen there. Choose one above 1103:"
                " PORT=8080 make run"
            ) from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise SystemExit(f"BIND={host}: {error.strerror}") from None
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
