"""Reads a heartbeat, in each of the shapes that machines in the field send.

`{"machineId", "scales": [["001", "0.805", "0.805", "1.505"], …], "seq"?, "time"?}`: scale, least,
greatest and present weight in kilograms, as text or numbers; or objects with the keys `scaleId`,
`minWeight`, `maxWeight`, `currentWeight`; or an envelope whose `payload` is a JSON text of the
flat shape and whose `eventTime` is the time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson

MOST_SCALES = 200  # of a machine
LONGEST = 10  # characters of a scale's number
HEAVIEST = 10_000_000  # grams: more is no reading
MOST_SEQ = 2**62
GRAMS = Decimal(1000)
DIGITS = 32  # characters of a weight


class Odd(ValueError):
    """What a heartbeat says cannot be. `scale` is whose value it is, where that is known."""

    def __init__(self, why: str, scale: str | None = None) -> None:
        super().__init__(why)
        self.scale = scale


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a scale shows, in grams; `least` and `greatest` since the last heartbeat, where said."""

    scale_id: str
    weight_g: int
    least_g: int | None = None
    greatest_g: int | None = None

    def touched(self, threshold_g: int) -> bool:
        """Whether something was lifted and put back between two heartbeats. Machines whose least
        and greatest do not enclose the present weight do not keep them.
        """
        if self.least_g is None or self.greatest_g is None:
            return False
        if not self.least_g <= self.weight_g <= self.greatest_g:
            return False
        return self.greatest_g - self.least_g >= threshold_g


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What a machine says at one moment. `time` is its own clock's, None where it says none."""

    machine_id: str | None
    scales: tuple[Weighed, ...]
    seq: int | None = None
    time: datetime | None = None

    @property
    def digest(self) -> int | None:
        """By which a repeated one is known, as a signed number of 64 bits with an even value: its
        `seq`, else its time and content. None where it says neither: equal weights a second time
        are no repetition.
        """
        if self.seq is not None:
            material = f"seq {self.seq}".encode()
        elif self.time is not None:
            content = [[each.scale_id, each.weight_g] for each in self.scales]
            material = orjson.dumps([self.time, content])
        else:
            return None
        return hashed(material)


def hashed(material: bytes) -> int:
    """An even signed number of 64 bits: the lowest bit is free for whoever stores it."""
    number = int.from_bytes(hashlib.blake2b(material, digest_size=8).digest(), "big", signed=True)
    return number & ~1


def heartbeat_read(body: Mapping[str, Any]) -> Heartbeat:
    """The heartbeat in a body; raises Odd."""
    payload = body.get("payload")
    if payload is None:
        return _flat(body, body.get("time"))
    if not isinstance(payload, str):
        raise Odd("payload is no text")
    try:
        inner = orjson.loads(payload)
    except orjson.JSONDecodeError:
        raise Odd("payload is no JSON") from None
    if not isinstance(inner, dict):
        raise Odd("payload is no object")
    return _flat(inner, inner.get("time", body.get("eventTime")))


def _flat(body: Mapping[str, Any], time: Any) -> Heartbeat:
    machine_id, rows = body.get("machineId"), body.get("scales")
    if machine_id is not None and not isinstance(machine_id, str):
        raise Odd("machineId is no text")
    if not isinstance(rows, list) or len(rows) > MOST_SCALES:
        raise Odd(f"scales is no list of at most {MOST_SCALES}")
    scales = tuple(_row(row) for row in rows)
    if len({each.scale_id for each in scales}) < len(scales):
        raise Odd("a scale appears twice")
    return Heartbeat(machine_id, scales, _seq(body.get("seq")), _time(time))


def _row(row: Any) -> Weighed:
    if isinstance(row, dict):
        cells = [row.get(key) for key in ("scaleId", "minWeight", "maxWeight", "currentWeight")]
    elif isinstance(row, list) and len(row) == 4:
        cells = row
    else:
        raise Odd("a scale is neither four values nor an object")
    scale_id, least, greatest, present = cells
    if (
        not isinstance(scale_id, str)
        or not 0 < len(scale_id) <= LONGEST
        or not scale_id.isprintable()
    ):
        raise Odd("a scale has no number")
    weight = grams(present, scale_id)
    return Weighed(scale_id, weight, *_bounds((least, greatest), scale_id))


def _bounds(pair: Iterable[Any], scale_id: str) -> list[int | None]:
    """Least and greatest; null where a machine does not keep them."""
    return [None if value is None else grams(value, scale_id) for value in pair]


def grams(value: Any, scale_id: str | None = None) -> int:
    """Kilograms, a number or its text, as whole grams, half ones to the even side; raises Odd for
    what is none, below zero, or more than a scale can bear.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Odd("a weight is no number", scale_id)
    text = str(value).strip()
    try:
        exact = Decimal(text) * GRAMS if len(text) <= DIGITS else Decimal("NaN")
    except ArithmeticError:
        raise Odd("a weight is no number", scale_id) from None
    if not exact.is_finite():
        raise Odd("a weight is no number", scale_id)
    if not -1 < exact <= HEAVIEST:  # before it is written out: 1e500000 has many digits
        raise Odd("a weight cannot be", scale_id)
    weight = int(exact.to_integral_value())
    if weight < 0:
        raise Odd("a weight cannot be", scale_id)
    return weight


def _seq(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_SEQ:
        raise Odd("seq is no whole number")
    return value


def _time(value: Any) -> datetime | None:
    """An ISO time, with a blank for its `T` too; one without a zone is UTC."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Odd("time is no text")
    try:
        read = datetime.fromisoformat(value.strip())
    except ValueError:
        raise Odd("time is none") from None
    try:
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise Odd("time is none") from None
