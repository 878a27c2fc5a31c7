"""A suite with the sample service, which no other test of ours has."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect, unix_connect

from tests.support.api import Api, User
from tests.support.stack import Stack, stack_of
from tests.support.waiting import listens, wait_for
from tools.stack.plan import ROOT
from tools.stack.spawn import start

SAMPLE = (sys.executable, "-m", "tests.sample")
RUN = (*SAMPLE, "run", "--no-demo", "--quiet", "--throwaway")
PATIENCE = 10.0  # seconds


class SampleStack(Stack):
    """The suite, started by a runner to whose registry the sample was added."""

    def start(self, command: tuple[str, ...] = RUN) -> None:
        super().start(command)

    @contextmanager
    def second_ws(self) -> Iterator[Path]:
        """A further ws process of the sample, at a socket of its own: as a second replica is."""
        path = self.home / "second.sock"
        command = [*SAMPLE, "manage", "sample", "ws", str(path)]
        with (self.home / "second.output").open("wb") as output:
            process = start(command, cwd=ROOT, environment=self.environment, output=output)
        try:
            wait_for(lambda: listens(path), PATIENCE, "the second ws process listens")
            yield path
        finally:
            process.terminate()
            process.wait(PATIENCE)


class Lock:
    """The device of a locker."""

    def __init__(self, wire: ClientConnection, key: str) -> None:
        self._wire = wire
        self.send(type="register", key=key)
        assert self.frame() == {"type": "registered"}

    def send(self, **frame: Any) -> None:
        self._wire.send(json.dumps(frame))

    def frame(self, seconds: float = PATIENCE) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(self._wire.recv(timeout=seconds))
        return frame

    def close(self) -> None:
        self._wire.close()

    def silent(self, seconds: float) -> bool:
        """Whether nothing comes within so many seconds."""
        try:
            self.frame(seconds)
        except TimeoutError:
            return True
        return False

    def close_code(self) -> int | None:
        """With which code the server closes it."""
        try:
            while True:
                self.frame()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


@pytest.fixture(scope="session")
def stack() -> Iterator[SampleStack]:
    with stack_of(SampleStack) as stack:
        yield stack


class Locker(NamedTuple):
    """A locker, and the key of its lock."""

    name: str
    key: str


@pytest.fixture
def locker(api: Api, owner: User) -> Locker:
    """A new one, whose lock is not there yet."""
    name = f"locker-{secrets.token_hex(4)}"
    response = api.post("/sample/lockers/", {"name": name}, headers=owner.bearer)
    assert response.status_code == 200, response.text
    return Locker(name, response.json()["response"]["key"])


@pytest.fixture
def lock_of(stack: SampleStack) -> Iterator[Callable[..., Lock]]:
    """Makes a locker's lock register: through the gateway, or at the socket of a ws process."""
    with ExitStack() as opened:

        def register(locker: Locker, at: Path | None = None) -> Lock:
            path = f"/ws/sample/locks/{locker.name}/"
            if at is None:
                wire = connect(f"ws://127.0.0.1:{stack.port}{path}", proxy=None, open_timeout=10)
            else:
                wire = unix_connect(str(at), f"ws://localhost{path}", open_timeout=10)
            return Lock(opened.enter_context(wire), locker.key)

        yield register


@pytest.fixture
def lock(locker: Locker, lock_of: Callable[..., Lock]) -> Callable[..., Lock]:
    """Makes the lock of the test's locker register."""
    return partial(lock_of, locker)
