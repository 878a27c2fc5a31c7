"""A single HTTP call over a connection of its own, as the sketch's HTTPClient makes it: nothing is
repeated and no redirect is followed.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

AGENT = "ESP32HTTPClient"


@dataclass(frozen=True)
class Answer:
    """Status and body: parsed where it is JSON, else its text."""

    status: int
    body: Any


async def call(
    method: str, url: str, *, key: str = "", body: object = None, patience: float = 5.0
) -> Answer:
    """The answer to a call with this machine key and JSON body, within `patience` seconds.

    Raises OSError and TimeoutError without one, ValueError for what is no HTTP.
    """
    async with asyncio.timeout(patience):
        reader, writer = await _connect(urlsplit(url))
        try:
            writer.write(request(method, urlsplit(url), key=key, body=body))
            return await _answer(reader)
        except asyncio.IncompleteReadError as cut:
            raise ConnectionResetError("no whole answer") from cut
        finally:
            writer.close()


async def post_and_leave(url: str, *, key: str, body: object, patience: float = 5.0) -> None:
    """Send a POST, and be gone when its answer comes. Raises OSError and TimeoutError."""
    async with asyncio.timeout(patience):
        reader, writer = await _connect(urlsplit(url))
        try:
            writer.write(request("POST", urlsplit(url), key=key, body=body))
            await reader.read(1)
        finally:
            writer.transport.abort()


def request(method: str, url: SplitResult, *, key: str, body: object) -> bytes:
    """The bytes of a call."""
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    content = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
    lines = [
        f"{method} {target} HTTP/1.1",
        f"Host: {url.netloc}",
        f"User-Agent: {AGENT}",
        "Connection: keep-alive",
        "Accept-Encoding: identity;q=1,chunked;q=0.1,*;q=0",
    ]
    if body is not None:
        lines += ["Content-Type: application/json"]
    if key:
        lines += [f"Authorization: Bearer {key}"]
    if body is not None:
        lines += [f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


async def _connect(url: SplitResult) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 80)
    context = ssl.create_default_context() if secure else None
    return await asyncio.open_connection(url.hostname, port, ssl=context)


async def _answer(reader: asyncio.StreamReader) -> Answer:
    first = (await reader.readuntil(b"\r\n")).split()
    if len(first) < 2 or not first[0].startswith(b"HTTP/1."):
        raise ValueError("this is no HTTP")
    content = await _content(reader, await _headers(reader))
    try:
        return Answer(int(first[1]), json.loads(content))
    except ValueError:
        return Answer(int(first[1]), content.decode(errors="replace"))


async def _headers(reader: asyncio.StreamReader) -> dict[str, str]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    pairs = (line.partition(":") for line in head.splitlines() if line)
    return {name.lower(): value.strip() for name, _, value in pairs}


async def _content(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", ""):
        return b"".join([part async for part in _chunks(reader)])
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    return await reader.read()


async def _chunks(reader: asyncio.StreamReader) -> Any:
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        yield await reader.readexactly(size)
        await reader.readuntil(b"\r\n")
