"""Small hostile clients: `python -m tests.faults.attackers`, with the options as a line of JSON on
standard input.

Each goes to loopback only, is bounded in number and time, and ends when its standard input does.
It prints a line as soon as its attack stands, and what it was answered as JSON when it ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import random
import resource
import string
import struct
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

AT_ONCE = 200  # connections that are being opened
PAUSE = 0.2  # seconds before a connection that was closed is opened again, …
AGAIN = 500.0  # … but no more than so many in a second
PATIENCE = 10.0  # seconds for a connection, and for the answer to a handshake
FRAMES_A_WRITE = 50
HOST = "127.0.0.1"
PLANTED = "planted-and-private"  # in passwords, names, queries and headers: no log may hold it


@dataclass
class Options:
    """What an attack does: its kind, whence, how many connections and for how long at most."""

    kind: str
    port: int
    sources: list[str]
    connections: int
    seconds: float = 120.0
    opening: str = ""  # what each connection sends first
    text: str = ""  # of each frame
    requests: list[str] = field(default_factory=list)  # repeated in turn
    per_second: float = 0.0  # of all connections together; 0: as fast as they are answered
    total: int = 0  # requests after which the attack is over; 0: never
    seed: int = 0


class Attack:
    """One run: counts answers by status, `broken` connections and what could not be opened."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.counts: Counter[str] = Counter()
        self.deadline = time.monotonic() + options.seconds
        self._sources = itertools.cycle(options.sources)
        self._opening = asyncio.Semaphore(AT_ONCE)

    def over(self) -> bool:
        return time.monotonic() > self.deadline

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with self._opening:
            source = (next(self._sources), 0)
            reading = asyncio.open_connection(HOST, self.options.port, local_addr=source)
            reader, writer = await asyncio.wait_for(reading, PATIENCE)
        self.counts["opened"] += 1
        writer.write(self.options.opening.encode("latin-1"))
        return reader, writer

    async def repeat(self, use: Callable[..., Awaitable[None]], standing: asyncio.Event) -> None:
        """Open a connection and use it, again and again; one that is lost is counted."""
        while not self.over():
            writer = None
            try:
                reader, writer = await self.connect()
                await use(reader, writer, standing)
            except (OSError, EOFError, TimeoutError, ValueError):
                self.counts["broken"] += 1
            finally:
                standing.set()
                if writer is not None:
                    writer.transport.abort()
            await asyncio.sleep(max(PAUSE, self.options.connections / AGAIN))


def status_of(line: bytes) -> str:
    """The status of an answer's first line; `broken` when there is none."""
    words = line.split()
    return words[1].decode("latin-1") if len(words) > 1 else "broken"


async def answer(reader: asyncio.StreamReader) -> str:
    """Read one answer to its end; its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    _, _, rest = head.lower().partition(b"content-length:")
    if rest:
        await reader.readexactly(int(rest.split(b"\r\n", 1)[0]))
    if b"connection: close" in head.lower():
        reader.feed_eof()
    return status_of(head)


def holding(attack: Attack) -> Callable[..., Awaitable[None]]:
    """Send the opening and then nothing, until the server closes."""

    async def use(
        reader: asyncio.StreamReader, _: asyncio.StreamWriter, standing: asyncio.Event
    ) -> None:
        standing.set()
        first = await reader.readline()
        attack.counts[status_of(first)] += 1
        while await reader.read(65536):
            pass

    return use


def framing(attack: Attack) -> Callable[..., Awaitable[None]]:
    """A websocket that repeats a text frame as fast as it is taken, and reads what comes."""
    payload = attack.options.text.encode()
    head = struct.pack("!BB4x", 0x81, 0x80 | len(payload))  # the mask is zero
    burst = (head + payload) * FRAMES_A_WRITE

    async def use(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, standing: asyncio.Event
    ) -> None:
        shaken = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        attack.counts[status_of(shaken)] += 1
        standing.set()
        drain = asyncio.create_task(_discard(reader))
        try:
            while not attack.over() and not drain.done() and status_of(shaken) == "101":
                writer.write(burst)
                await writer.drain()
                attack.counts["frames"] += FRAMES_A_WRITE
                await asyncio.sleep(0)
        finally:
            drain.cancel()

    return use


async def _discard(reader: asyncio.StreamReader) -> None:
    with contextlib.suppress(OSError):
        while await reader.read(65536):
            pass


def asking(attack: Attack, requests: Iterator[bytes]) -> Callable[..., Awaitable[None]]:
    """Requests over a kept connection, each after the answer to the last one."""
    options = attack.options
    interval = options.connections / options.per_second if options.per_second else 0.0

    async def use(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, standing: asyncio.Event
    ) -> None:
        standing.set()
        due = time.monotonic()
        while not attack.over() and not reader.at_eof():
            request = next(requests, None)
            if request is None:
                attack.deadline = 0.0
                return
            writer.write(request)
            attack.counts[await answer(reader)] += 1
            due = max(due + interval, time.monotonic() - 1)
            await asyncio.sleep(due - time.monotonic() if interval else 0)

    return use


def invented(seed: int) -> Iterator[bytes]:
    """Requests whose methods, paths, names, ids, queries and headers nobody has seen before."""
    chance = random.Random(seed)

    def word(letters: int = 18) -> str:
        return "".join(chance.choices(string.ascii_uppercase, k=letters))

    def code() -> str:
        return "".join(chance.choices("0123456789abcdef", k=40))

    body = '{"session_code":"%s","product_id":%d,"guest":"%s","lines":[{"product_id":1}]}'
    while True:
        text = body % (code(), chance.randrange(2**31), PLANTED + word())
        login = f'{{"username":"{word()}","password":"{PLANTED}{word()}"}}'
        yield _request(word(), "/locations/find/")
        yield _request("GET", f"/orders/sessions/get/{code()}/")
        yield _request("GET", f"/products/{word()}/{chance.randrange(2**31)}/")
        yield _request("GET", f"/locations/find/?name={PLANTED}&{word()}={word()}")
        yield _request("POST", "/orders/place/", text, f"Idempotency-Key: {PLANTED}{word()}")
        yield _request("POST", "/orders/create/", text, f"{word()}: {word()}")
        yield _request("GET", f"/verification/me/?{word()}", "", f"Authorization: Bearer {PLANTED}")
        yield _request("POST", "/verification/verify/", login)
        yield _request("GET", f"/{word()}/{word()}/")
        yield _request("GET", f"/products/get/{chance.randrange(2**40)}/", "", f"Host: {word()}.")


def _request(method: str, path: str, body: str = "", *headers: str) -> bytes:
    named = any(header.startswith("Host:") for header in headers)
    lines = [f"{method} {path} HTTP/1.1", *([] if named else ["Host: localhost"]), *headers]
    lines += [f"Content-Length: {len(body)}"] if body else []
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


async def run(options: Options) -> NoReturn:
    """The attack to its end; prints `standing` as soon as every connection was tried once, and
    the counts at last.
    """
    attack = Attack(options)
    source = (text.encode("latin-1") for text in itertools.cycle(options.requests))
    requests = invented(options.seed) if options.kind == "invented" else source
    if options.total:
        requests = itertools.islice(requests, options.total)
    kinds = {"hold": holding(attack), "frames": framing(attack)}
    use = kinds.get(options.kind) or asking(attack, requests)
    events = [asyncio.Event() for _ in range(options.connections)]
    tasks = [asyncio.create_task(attack.repeat(use, event)) for event in events]
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    await asyncio.gather(*(event.wait() for event in events))
    print("standing", flush=True)
    everything = asyncio.gather(*tasks, return_exceptions=True)
    left = options.seconds + 5
    await asyncio.wait({everything, ended}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
    print(json.dumps(attack.counts), flush=True)
    os._exit(0)  # thousands of connections need no orderly end


def main() -> None:
    """The command line."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    options = Options(**json.loads(sys.stdin.readline()))
    asyncio.run(run(options))


if __name__ == "__main__":
    main()
