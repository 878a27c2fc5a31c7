"""A suite of its own in a temporary directory, for measurements and checks; gone afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.accounts import ADMIN, ADMIN_PASSWORD
from demo.api import Api
from tools.stack.place import check_ports
from tools.stack.plan import ROOT, ports_of

READY_WITHIN = 90.0  # seconds


@dataclass(frozen=True)
class Temporary:
    """A running suite: its home and what its run.json says."""

    home: Path
    state: dict[str, Any]

    def manage(self, service: str, *words: str) -> None:
        """Run a management command of a service."""
        subprocess.run(
            [sys.executable, "-m", "tools.stack", "manage", service, *words],
            cwd=ROOT,
            env={**os.environ, "AISLE_HOME": str(self.home)},
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def admin(self) -> Api:
        """The suite as its administrator, who is made."""
        self.manage("verification", "seed_admin")
        return Api.sign_in(self.state["url"], ADMIN, ADMIN_PASSWORD)


@contextmanager
def temporary(environment: Mapping[str, str]) -> Iterator[Temporary]:
    """Start a suite without demo on free ports, wait until it is ready, stop it."""
    home = Path(tempfile.mkdtemp(prefix="aisle-tmp-"))
    whole = {**os.environ, **environment, "AISLE_HOME": str(home), "PORT": str(free_port())}
    command = [sys.executable, "-m", "tools.stack", "run", "--no-demo", "--quiet"]
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=whole, stdout=output, stderr=output)
        try:
            yield Temporary(home, _ready(home, process))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            shutil.rmtree(home, ignore_errors=True)


def _ready(home: Path, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    deadline = time.monotonic() + READY_WITHIN
    while "is ready" not in (home / "output").read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit((home / "output").read_text())
        time.sleep(0.1)
    state: dict[str, Any] = json.loads((home / "run.json").read_text())
    return state


def free_port(first: int = 21080) -> int:
    """A port for the gateway that is free together with the services' own; raises SystemExit."""
    for port in range(first, 30080, 100):
        try:
            check_ports(ports_of(port))
        except SystemExit:
            continue
        return port
    raise SystemExit(f"no block of free ports between {first} and 30080")
