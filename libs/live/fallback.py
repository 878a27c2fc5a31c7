"""A stream over HTTP, for pages whose socket is blocked and that ask from time to time."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from live.source import Source

# The query parameter `since`; `?since=` is the same as not there, as on a socket.
Since = Annotated[
    Annotated[int, Field(ge=0, lt=10**18)] | None,
    BeforeValidator(lambda value: None if value == "" else value),
]


def current(source: Source, stream: str, since: int | None, epoch: str) -> bytes:
    """What a socket's snapshot holds, as JSON `{"seq","epoch","data"}`; `data` is null when nothing
    has happened after number `since` of this epoch. Raises NotFound.
    """
    if since is not None and source.events(stream, since, epoch) == []:
        return f'{{"seq":{since},"epoch":"{epoch}","data":null}}'.encode()
    now = source.snapshot(stream)
    return f'{{"seq":{now.seq},"epoch":"{now.epoch}","data":{now.data}}}'.encode()
