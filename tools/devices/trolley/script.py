"""What happens to a trolley, line by line: from a file, or as somebody types it.

A barcode scanner is a keyboard: a line of digits is a scan too.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tools.devices.trolley.device import Trolley

LINES = """\
  scan BARCODE [TIMES]     somebody holds goods before the scanner; a bare BARCODE is a scan too
  wait SECONDS             nothing happens
  until locked|unlocked    wait until the lock is so
  settle                   wait until everything scanned has its result
  offline SECONDS          the network is lost without a word, and comes back
  jam on|off               the lock does not move: commands are answered {"ok":false}
  force locked|unlocked    somebody moves the lock by hand, and the trolley reports it
  quit                     the end"""


class Unreadable(Exception):
    """A line that means nothing."""


@dataclass(frozen=True)
class Step:
    """A line of a script."""

    verb: str
    word: str = ""
    number: float = 1.0


_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (verb, re.compile(pattern))
    for verb, pattern in {
        "scan": r"(?:scan )?(?P<word>[0-9]{4,64})(?: (?P<number>[1-9][0-9]?))?|scan (?P<any>\S+)",
        "wait": r"wait (?P<number>[0-9.]+)",
        "until": r"until (?P<word>locked|unlocked)",
        "settle": r"settle",
        "offline": r"offline (?P<number>[0-9.]+)",
        "jam": r"jam (?P<word>on|off)",
        "force": r"force (?P<word>locked|unlocked)",
        "quit": r"quit",
    }.items()
)


def step_of(line: str) -> Step | None:
    """The step of a line; None for an empty one and a comment. Raises Unreadable."""
    text = " ".join(line.partition("#")[0].split())
    if not text:
        return None
    for verb, form in _FORMS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            word = parts.get("word") or parts.get("any") or ""
            return Step(verb, word, _number(parts.get("number") or "1", line))
    raise Unreadable(f"this is no line of a script: {line.strip()}")


def _number(text: str, line: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Unreadable(f"this is no number: {line.strip()}") from None


def steps_of(text: str) -> list[Step]:
    """The steps of a whole script; raises Unreadable before any of it has happened."""
    return [step for line in text.splitlines() if (step := step_of(line)) is not None]


async def play(trolley: Trolley, step: Step) -> None:
    """Let it happen."""
    await _PLAYS[step.verb](trolley, step)


async def _scan(trolley: Trolley, step: Step) -> None:
    for _ in range(int(step.number)):
        trolley.scan(step.word)


async def _wait(_: Trolley, step: Step) -> None:
    await asyncio.sleep(step.number)


async def _until(trolley: Trolley, step: Step) -> None:
    await trolley.lock.wait(locked=step.word == "locked")


async def _settle(trolley: Trolley, _: Step) -> None:
    await trolley.settled()


async def _offline(trolley: Trolley, step: Step) -> None:
    await trolley.lose_network(step.number)


async def _jam(trolley: Trolley, step: Step) -> None:
    trolley.lock.jammed = step.word == "on"


async def _force(trolley: Trolley, step: Step) -> None:
    await trolley.lock.turn(locked=step.word == "locked")
    await trolley.report()


async def _quit(trolley: Trolley, _: Step) -> None:
    """Who plays a script ends with it."""


_PLAYS: dict[str, Callable[[Trolley, Step], Awaitable[None]]] = {
    "scan": _scan,
    "wait": _wait,
    "until": _until,
    "settle": _settle,
    "offline": _offline,
    "jam": _jam,
    "force": _force,
    "quit": _quit,
}
