"""The socket fuzzer: sends cases to a running suite and looks at every answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.fuzz_cases import CLOSE, TEXT, Case, frame

AT_ONCE = 8
ANSWERED_WITHIN = 20.0  # seconds, beyond the gateway's time for a request's head
QUIET = 0.3  # seconds without a byte after which no more is expected
GREETED_WITHIN = 3.0  # a device's greeting that lands at another kind of socket is passed over
STATUSES = {101, 400, 403, 404, 405, 408, 413, 426, 429, 431}
STATUSES |= {501, 505}  # a transfer coding or a version of HTTP that there is not
CLOSES = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1013, 4400, 4403, 4404, 4429}
CLOSES |= {4401, 4409}  # of a device: not registered, replaced by a newer socket of it
SENT_BACK = range(1000, 5000)  # a server may answer a close with the same code


@dataclass(frozen=True)
class Door:
    """Where the fuzzer knocks: the gateway's port, or a process's own unix socket."""

    port: int = 0
    socket: str = ""

    async def open(self, source: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.socket:
            return await asyncio.open_unix_connection(self.socket)
        return await asyncio.open_connection("127.0.0.1", self.port, local_addr=(source, 0))


@dataclass
class Fuzzer:
    """Counts what came back; `findings` holds what should not have."""

    doors: list[Door]
    cases: Iterator[Case]
    sources: Iterator[str]
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    async def run(self, seconds: float) -> None:
        """Send cases for so long, or until something is found."""
        until = time.monotonic() + seconds
        await asyncio.gather(*(self._one_by_one(until, n) for n in range(AT_ONCE)))

    async def _one_by_one(self, until: float, number: int) -> None:
        door = self.doors[number % len(self.doors)]
        while time.monotonic() < until and not self.findings:
            case = next(self.cases)
            self.counts["cases"] += 1
            try:
                async with asyncio.timeout(ANSWERED_WITHIN):
                    await self._send(door, case)
            except TimeoutError:
                self._find(case, f"no end within {ANSWERED_WITHIN:g} s")
            except OSError as broken:
                self.counts[type(broken).__name__] += 1

    def _find(self, case: Case, what: str) -> None:
        self.findings.append(f"{what}\n{case.transcript()}")

    async def _send(self, door: Door, case: Case) -> None:
        reader, writer = await door.open(next(self.sources))
        try:
            writer.write(case.opening)
            unfinished = b"\r\n\r\n" not in case.opening or announces_body(case.opening)
            if unfinished:
                writer.write_eof()  # else it is waited for what is missing, as it should be
            head = await self._head(reader, case)
            if head.startswith(b"HTTP/1.1 101 ") and not unfinished:
                await self._talk(reader, writer, case)
        finally:
            writer.transport.abort()

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, case: Case
    ) -> None:
        if case.hello:
            writer.write(case.hello)
            with contextlib.suppress(TimeoutError):
                self._look(case, await asyncio.wait_for(reader.read(65536), GREETED_WITHIN))
        for each in case.frames:
            writer.write(each)
            await writer.drain()
        await self._end(reader, writer, case)

    async def _head(self, reader: asyncio.StreamReader, case: Case) -> bytes:
        """The head of the answer to a handshake, looked at; empty when there is none."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            self.counts["no answer"] += 1
            return b""
        words = head.split(None, 2)
        status = int(words[1]) if words[1:] and words[1].isdigit() else 0
        self.counts[str(status)] += 1
        if status not in STATUSES:
            self._find(case, f"status {status}: {head[:300]!r}")
        if not head.isascii():
            self._find(case, f"bytes that are no ASCII in {head[:300]!r}")
        return head

    async def _end(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, case: Case
    ) -> None:
        """End a socket as the case says, and look at all frames that came until then."""
        if case.ending == "cut":
            return
        if case.ending == "close":
            writer.write(frame(CLOSE, struct.pack("!H", 1000)))
        received = b""
        with contextlib.suppress(TimeoutError):
            while part := await asyncio.wait_for(reader.read(65536), QUIET):
                received += part
        self._look(case, received)

    def _look(self, case: Case, received: bytes) -> None:
        """Count the frames that came, and find what should not have."""
        for kind, payload in frames_of(received):
            self.counts[f"frame {kind}"] += 1
            if what := wrong(kind, payload):
                self._find(case, f"{what}: {payload[:200]!r}")


def announces_body(opening: bytes) -> bool:
    """Whether a handshake says that more follows, which never comes."""
    low = opening.lower()
    return b"\r\ncontent-length:" in low or b"\r\ntransfer-encoding:" in low


def frames_of(received: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and payload of each whole frame; raises nothing, and ends at the first half one."""
    while len(received) >= 2:
        kind, length, start = received[0], received[1], 2
        if length in {126, 127}:
            start = 4 if length == 126 else 10
            length = int.from_bytes(received[2:start], "big")
        if len(received) < start + length:
            return
        yield kind, received[start : start + length]
        received = received[start + length :]


def wrong(kind: int, payload: bytes) -> str:
    """What a server may not send; empty for a good frame."""
    if kind == 0x80 | TEXT:
        try:
            return "" if isinstance(json.loads(payload), dict) else "a text that is no object"
        except ValueError:
            return "a text that is no JSON"
    if kind == 0x80 | CLOSE and payload:
        code = int.from_bytes(payload[:2], "big")
        return "" if code in CLOSES or (code in SENT_BACK and code != 1011) else f"close {code}"
    return "" if kind in {0x80 | CLOSE, 0x8A, 0x89} else f"a frame of kind {kind:#x}"
