"""A closed-loop HTTP/1.1 load on a unix socket or port: a few kept-alive connections, each asking
as soon as it is answered.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Target:
    """Where to send to: a unix socket's path, or a port on loopback."""

    socket: str = ""
    port: int = 0


def request(method: str, path: str, body: str = "", headers: Sequence[str] = ()) -> bytes:
    """A request's bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


@dataclass
class Tally:
    """What came back."""

    answers: int = 0
    refused: int = 0
    seconds: list[float] = field(default_factory=list)
    bodies: list[bytes] | None = None  # kept when there is a list


class Asker(asyncio.Protocol):
    """One connection. Needs Content-Length in the answers, as all of ours have."""

    def __init__(self, requests: Iterator[bytes], tally: Tally, until: float) -> None:
        self._requests, self._tally, self._until = requests, tally, until
        self._buffer = b""
        self._sent = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._sent = time.perf_counter()
        if self._sent >= self._until:
            self._finish()
            return
        asked = next(self._requests, None)
        if asked is None:
            self._finish()
            return
        assert isinstance(self._transport, asyncio.WriteTransport)
        self._transport.write(asked)

    def _finish(self) -> None:
        self._transport.close()
        if not self.done.done():
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, rest = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        _, _, length = head.lower().partition(b"content-length:")
        if len(rest) < int(length.split(b"\r\n", 1)[0]):
            return
        self._tally.answers += 1
        self._tally.refused += head[9:10] != b"2"
        self._tally.seconds.append(time.perf_counter() - self._sent)
        if self._tally.bodies is not None:
            self._tally.bodies.append(rest)
        self._buffer = b""
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError("the server hung up"))


async def _run(
    targets: Sequence[Target],
    requests: Iterator[bytes],
    tally: Tally,
    *,
    seconds: float = 120.0,
    connections: int = 1,
) -> None:
    """Raises RuntimeError when an answer is no success."""
    loop = asyncio.get_running_loop()
    until = time.perf_counter() + seconds

    def make() -> Asker:
        return Asker(requests, tally, until)

    askers = []
    for target in itertools.islice(itertools.cycle(targets), connections):
        if target.socket:
            _, asker = await loop.create_unix_connection(make, target.socket)
        else:
            _, asker = await loop.create_connection(make, "127.0.0.1", target.port)
        askers.append(asker)
    await asyncio.gather(*(asker.done for asker in askers))
    if tally.refused:
        raise RuntimeError(f"{tally.refused} of {tally.answers} requests were refused")


def rate(
    targets: Sequence[Target],
    requests: Iterable[bytes],
    *,
    seconds: float = 2.0,
    connections: int = 8,
) -> float:
    """Answers per second to these requests, asked in turn again and again over connections that are
    spread over the targets; raises when one is refused.
    """
    started, tally, endless = time.perf_counter(), Tally(), itertools.cycle(requests)
    asyncio.run(_run(targets, endless, tally, seconds=seconds, connections=connections))
    return tally.answers / (time.perf_counter() - started)


def each(target: Target, requests: Sequence[bytes]) -> list[float]:
    """The seconds that each of these requests took, sent one at a time."""
    tally = Tally()
    asyncio.run(_run([target], iter(requests), tally))
    return tally.seconds


def bodies(target: Target, requests: Sequence[bytes], *, connections: int = 8) -> list[bytes]:
    """The bodies of the answers, in no order; every request is sent once."""
    found: list[bytes] = []
    asyncio.run(_run([target], iter(requests), Tally(bodies=found), connections=connections))
    return found


def burst(target: Target, requests: Sequence[bytes]) -> tuple[float, list[bytes]]:
    """The same with the answers per second."""
    started = time.perf_counter()
    found = bodies(target, requests)
    return len(found) / (time.perf_counter() - started), found
