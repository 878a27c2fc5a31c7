"""A home whose databases have their tables, made once in a run of all tests and copied for each
suite that they start. That a first start makes them is proven by `tests/stack`.

`python -m tests.support.prepared` makes it ahead of the tests, whose time is limited.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
from pathlib import Path

from tools.stack.temporary import RUN, Home, free_port
from tools.test import PREPARED

HANDED_ON = frozenset({"postgres", "postgres.password", "migrated", "secrets.json"})


def begin(home: Path) -> None:
    """Put a copy there, unless there is a home already or nobody has said where to keep one: then
    the suite makes all of it by itself.
    """
    if PREPARED in os.environ and not home.exists():
        subprocess.run(["cp", "-a", _prepared(Path(os.environ[PREPARED])), home], check=True)


def _prepared(directory: Path) -> Path:
    """The home in there, which is made by whoever comes first; the others wait."""
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        home = directory / "home"
        if not home.exists():
            _make(home)
    return home


def _make(prepared: Path) -> None:
    """All or nothing: it has its name when it is whole."""
    fresh = prepared.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    suite = Home(fresh, free_port())
    suite.start((*RUN, "--throwaway"))
    try:
        suite.wait_until_ready()
    finally:
        suite.stop()
    for left in fresh.iterdir():
        if left.name not in HANDED_ON:
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    fresh.rename(prepared)


if __name__ == "__main__":
    # Who is ended ends what it has started, before its directory is removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _prepared(Path(os.environ[PREPARED]))
