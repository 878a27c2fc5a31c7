"""What the socket fuzzer sends: handshakes and frames (RFC 6455), most of them a little wrong.

Everything comes from one seeded generator of random numbers, so a case can be sent again.
"""

from __future__ import annotations

import base64
import json
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
ODD_NUMBERS = ("0", "3", "-1", "1e3", "²", "٣", "", "9" * 30, "0x1", " 1", "%00", "%C2%B2", "1%2B1")
ODD_WORDS = ("x", "", "café", "\x7f", "%", "%zz", "%FF", "'", "{{7*7}}", "a" * 3000, "\u202e")
ODD_JSON = (
    *("null", "[]", "5", '"x"', "{}", "{", '{"type":5}', '{"type":"nothing"}', '{"type":null}'),
    *('{"type":"ping"}', '{"type":"ping","type":"resume"}', '{"type":"resume"}', "[" * 3000),
    '{"type":"resume","since":1e400}',
    '{"type":"resume","since":-5,"epoch":7}',
    '{"type":"resume","since":"²","epoch":"x"}',
    '{"type":"resume","since":9999999999999999999999,"epoch":"' + "e" * 2000 + '"}',
    '{"type":"resume","since":true,"epoch":[]}',
    '{"type":"\\ud800"}',
    '{"type":"\\u0000"}',
    '{"type":{"a":[{}]}}',
)
DEVICE_JSON = (
    *('{"id":"1","type":"heartbeat","data":{}}', '{"id":"1","type":"heartbeat"}'),
    *('{"id":1,"type":"heartbeat","data":{}}', '{"id":"","type":"heartbeat","data":{}}'),
    *('{"id":"2","type":"scan","data":{"barcode":"x"}}', '{"id":"2","type":"scan","data":[]}'),
    *('{"id":"3","type":"scan","data":{"barcode":5}}', '{"id":"3","type":"scan","data":{}}'),
    '{"id":"4","type":"scan","data":{"barcode":"' + "9" * 5000 + '"}}',
    '{"id":"5","type":"scan","data":{"barcode":"\\ud800"}}',
    '{"id":"6","type":"scan","data":{"barcode":"/../%2f"}}',
    '{"id":"7","type":"status","data":{"locked":true}}',
    '{"id":"8","type":"status","data":{"locked":"no","x":[[[]]]}}',
    '{"id":"9","type":"result","data":{"ok":true}}',
    '{"id":"' + "i" * 65 + '","type":"status","data":{"locked":false}}',
    '{"id":"\\u0000","type":"status","data":{"locked":false}}',
    '{"id":"r","type":"register","data":{"key":"wrong"}}',
    '{"id":"r","type":"register","data":{"key":null}}',
    '{"id":"c","type":"command","data":{"action":"unlock"}}',
)
MACHINE_JSON = (
    *('{"type":"status","value":"active"}', '{"type":"status","value":5}', '{"type":"status"}'),
    *('{"type":"fetch_display"}', '{"type":"pong"}', '{"type":"fetch_display","type":"status"}'),
    *('{"type":"error","value":"motor_jam"}', '{"type":"error","value":{"a":[]}}'),
    '{"type":"register"}',
    '{"type":"register","machine_id":5,"api_key":[]}',
    '{"type":"register","machine_id":"../M001","api_key":"wrong"}',
    '{"type":"register","machine_id":"' + "M" * 5000 + '","api_key":"\\u0000"}',
    '{"type":"register","machine_id":"\\ud800","api_key":"wrong"}',
    '{"type":"command","action":"dispense","duration":9,"transaction_id":"x"}',
)
CODES = (0, 999, 1000, 1001, 1002, 1004, 1005, 1006, 1011, 1015, 2999, 3000, 4429, 4999, 5000)


@dataclass(frozen=True)
class Case:
    """One connection: what is sent at once, what after the answer, and how it ends."""

    opening: bytes
    frames: list[bytes]
    ending: str  # `close`, `cut`, `half`
    hello: bytes = b""  # a frame whose answer is waited for a while before the others are sent

    def transcript(self) -> str:
        """All that was sent, for a report; long parts are cut."""
        parts = [self.opening, self.hello, *self.frames]
        return "\n".join([*(repr(part[:400]) for part in parts), self.ending])


@dataclass(frozen=True)
class Target:
    """A path; `protocol` is what a handshake offers, `hello` a text that mostly comes first, and is
    answered.
    """

    path: str
    protocol: str = ""
    hello: str = ""


@dataclass(frozen=True)
class Targets:
    """What cases go to: paths that there are, and patterns of others with `{word}` and `{number}`.
    `texts` are JSON frames, most of them a little wrong.
    """

    good: tuple[Target, ...]
    odd: tuple[str, ...]
    texts: tuple[str, ...] = ODD_JSON


class Cases:
    """An endless row of cases against the sockets of a service."""

    def __init__(self, seed: str, targets: Targets) -> None:
        self._chance = random.Random(seed)
        self._targets = targets

    def __iter__(self) -> Iterator[Case]:
        while True:
            chance = self._chance
            target, good = chance.choice(self._targets.good), chance.random() < 0.6
            opening = self._opening(target, good=good)
            frames = [self._frame() for _ in range(chance.randrange(8))]
            ending = chance.choice(("close", "close", "cut", "half"))
            greets = target.hello and chance.random() < 0.7
            hello = frame(TEXT, target.hello.encode()) if greets else b""
            yield Case(opening, frames, ending, hello)

    # ---- Handshakes -------------------------------------------------------------------------

    def _opening(self, target: Target, *, good: bool) -> bytes:
        chance = self._chance
        headers = {
            "Host": "localhost",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(chance.randbytes(16)).decode(),
        }
        if target.protocol:
            headers["Sec-WebSocket-Protocol"] = target.protocol
        method, version = "GET", "HTTP/1.1"
        path = self._path(target, good=good)
        if not good:
            for _ in range(chance.randrange(1, 4)):
                self._spoil(headers)
            method = chance.choice(("GET",) * 8 + ("POST", "get", "G" * 40, "ÄÖ"))
            version = chance.choice(("HTTP/1.1",) * 8 + ("HTTP/1.0", "HTTP/2.0", "HTTP/9", ""))
        lines = [f"{method} {path} {version}", *(f"{k}: {v}" for k, v in headers.items())]
        whole = ("\r\n".join(lines) + "\r\n\r\n").encode()
        if not good and chance.random() < 0.05:
            return whole[: chance.randrange(len(whole))]
        return whole

    def _path(self, target: Target, *, good: bool) -> str:
        chance = self._chance
        word, number = chance.choice(ODD_WORDS), chance.choice(ODD_NUMBERS)
        path = target.path
        if not good and chance.random() < 0.7:
            path = chance.choice(self._targets.odd).format(word=word, number=number)
        fields = [
            f"since={number}",
            f"epoch={chance.choice(ODD_WORDS)}",
            f"guest_key={chance.choice(ODD_WORDS)}",
            chance.choice(ODD_WORDS),
        ]
        chosen = chance.sample(fields, chance.choice((0, 0, 0, 1, 2)))
        return path + ("?" + "&".join(chosen) if chosen else "")

    def _spoil(self, headers: dict[str, str]) -> None:
        chance = self._chance
        word = chance.choice(ODD_WORDS)
        name, value = chance.choice(
            (
                ("Sec-WebSocket-Protocol", f"aisle, bearer.{word}"),
                ("Sec-WebSocket-Protocol", word),
                ("Sec-WebSocket-Protocol", ", ".join(["x"] * 500)),
                ("Sec-WebSocket-Extensions", f"permessage-deflate; {word}"),
                ("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=99"),
                ("Sec-WebSocket-Key", word),
                ("Sec-WebSocket-Version", chance.choice(ODD_NUMBERS)),
                ("Authorization", f"Bearer {word}"),
                ("Authorization", word),
                ("Origin", word),
                ("Cookie", word),
                ("X-Guest-Key", word),
                ("X-Request-Id", word),
                ("Upgrade", word),
                ("Connection", word),
                ("Host", word),
                ("Content-Length", chance.choice(ODD_NUMBERS)),
                ("Transfer-Encoding", "chunked"),
                (f"X-{word}", word),
            )
        )
        headers[name] = value
        if chance.random() < 0.2:
            headers.pop(chance.choice(list(headers)))

    # ---- Frames -----------------------------------------------------------------------------

    def _frame(self) -> bytes:
        """One frame or a few that belong together, most of them allowed."""
        chance = self._chance
        return chance.choice(
            (
                lambda: frame(TEXT, chance.choice(self._targets.texts).encode()),
                lambda: frame(TEXT, chance.choice(self._targets.texts).encode()),
                lambda: frame(TEXT, json.dumps({"type": chance.choice(ODD_WORDS)}).encode()),
                lambda: frame(TEXT, chance.randbytes(chance.randrange(40))),
                lambda: frame(BINARY, chance.randbytes(chance.randrange(200))),
                lambda: frame(TEXT, b'{"type":"ping"}' + b" " * chance.choice((100, 66_000))),
                lambda: frame(PING, chance.randbytes(chance.randrange(126))) * 50,
                lambda: frame(PONG, b"unasked"),
                lambda: frame(PING, b"x" * 126),
                lambda: frame(TEXT, b'{"type":', last=False) + frame(0, b'"ping"}'),
                lambda: frame(TEXT, b"{", last=False) + frame(PING, b"") + frame(0, b"}"),
                lambda: frame(TEXT, b"{", last=False) + frame(TEXT, b"}"),
                lambda: frame(0, b"nothing came before"),
                lambda: frame(CLOSE, b"", last=False),
                lambda: frame(chance.choice((3, 7, 11, 15)), b"reserved"),
                lambda: frame(TEXT, b"{}", reserved=chance.randrange(1, 8)),
                lambda: frame(TEXT, b'{"type":"ping"}', masked=False),
                lambda: frame(TEXT, b"short", length=126),
                lambda: struct.pack("!BBQ", 0x81, 0xFF, 2**63 + 5) + b"mask",
                lambda: frame(TEXT, b"x" * 100)[: chance.randrange(1, 100)],
                self._close,
            )
        )()

    def _close(self) -> bytes:
        chance = self._chance
        code = struct.pack("!H", chance.choice(CODES))
        return frame(CLOSE, chance.choice((b"", b"\x03", code, code + b"bye", code + b"\xff\xfe")))


def frame(
    kind: int,
    payload: bytes,
    *,
    last: bool = True,
    masked: bool = True,
    reserved: int = 0,
    length: int = 0,
) -> bytes:
    """A frame with a mask of zeros; `length` 126 writes a short length in the long form."""
    first = (0x80 if last else 0) | reserved << 4 | kind
    mask = 0x80 if masked else 0
    if len(payload) < 126 and not length:
        head = struct.pack("!BB", first, mask | len(payload))
    elif len(payload) < 65536:
        head = struct.pack("!BBH", first, mask | 126, len(payload))
    else:
        head = struct.pack("!BBQ", first, mask | 127, len(payload))
    return head + (bytes(4) if masked else b"") + payload
