"""A sandbox that a program starts, disturbs and ends: for tests of what takes payments."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from suite.registry import ROOT
from tools.stack.plan import SANDBOX, base, sandbox_port
from tools.stack.spawn import start
from tools.stack.temporary import free_port

LISTENS_WITHIN = 20.0  # seconds
ASKED_WITHIN = 20.0  # seconds: more than the slowest action of the hosted page


class Sandbox:
    """A sandbox in this directory, which may be started there again and again."""

    def __init__(self, directory: Path, webhooks: Sequence[str] = (), seed: str = "") -> None:
        self.directory, self._webhooks, self._seed = directory, webhooks, seed
        self.port = sandbox_port(free_port())
        self.socket = directory / "sandbox.sock"
        self.settings = {**SANDBOX, "RAZORPAY_API_URL": f"http://127.0.0.1:{self.port}/v1"}
        self.process: subprocess.Popen[bytes]

    def start(self) -> None:
        """Start it; returns when it answers."""
        command = [
            *(sys.executable, "-m", "tools.sandbox", "--port", str(self.port)),
            *("--unix-socket", str(self.socket), "--seed", self._seed),
            *("--database", str(self.directory / "sandbox.sqlite")),
            *(word for url in self._webhooks for word in ("--webhook", url)),
        ]
        with (self.directory / "output").open("ab") as output:
            environment = {**base(os.environ), **self.settings}
            self.process = start(command, cwd=ROOT, environment=environment, output=output)
        deadline = time.monotonic() + LISTENS_WITHIN
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError(f"The sandbox has not started:\n{self.output()}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/readyz/")[0] == 200
        except OSError:
            return False

    def output(self) -> str:
        """What it has printed."""
        return (self.directory / "output").read_text(errors="replace")

    def ask(
        self, method: str, path: str, payload: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and JSON of a response, which may be None."""
        body = None if payload is None else json.dumps(payload)
        sent = {"Content-Type": "application/json", **(headers or {})}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=ASKED_WITHIN)) as connection:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            content = response.read()
            return response.status, json.loads(content) if content else None

    def act(self, order_id: str | None, action: str) -> tuple[int, Any]:
        """Do on the hosted page what a payer does: pay, decline, pay_and_close, pay_twice."""
        return self.ask("POST", f"/sandbox/pay/{order_id}", {"action": action})

    def fault(self, fault: str, calls: int = 1) -> None:
        """What happens to the next calls of the API: down, slow, error, nonsense, lost_answer."""
        status, answer = self.ask("PUT", "/v1/faults", {"fault": fault, "calls": calls})
        if status != 200:
            raise ValueError(answer)

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as the runner does."""
        self.process.terminate()
        self.process.wait()


@contextmanager
def sandbox(webhooks: Sequence[str] = (), seed: str = "") -> Iterator[Sandbox]:
    """A running sandbox, gone with its directory afterwards."""
    with tempfile.TemporaryDirectory(prefix="aisle-p-") as directory:
        running = Sandbox(Path(directory), webhooks, seed)
        running.start()
        try:
            yield running
        finally:
            running.stop()
