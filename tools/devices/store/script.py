"""What happens in a store, line by line: from a file, or one of the trips that come along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

LINES = """\
  enter NAME                       somebody shows an entry code at the entry
  pick NAME SHELF [UNITS]          and takes units off a shelf, as 2001/001
  return NAME SHELF [UNITS]        puts units back where they belong
  misplace NAME SHELF SHELF        puts one unit of the first shelf on the second
  leave NAME                       shows a code at the exit
  drift SHELF GRAMS                a scale shows some grams more, or less, for no reason
  offline MACHINE SECONDS          a machine is without its network
  refill NAME                      staff fills all shelves and takes off what does not belong there
  wait SECONDS                     nothing happens"""

SHELF = r"(?P<{0}>[A-Za-z0-9_-]{{1,50}}/[^ /]{{1,10}})"
NAME = r"(?P<name>[a-z][a-z0-9_-]*)"
UNITS = r"(?: (?P<number>[1-9][0-9]?))?"
_FORMS: Mapping[str, re.Pattern[str]] = {
    "enter": re.compile(f"enter {NAME}"),
    "pick": re.compile(f"pick {NAME} {SHELF.format('shelf')}{UNITS}"),
    "return": re.compile(f"return {NAME} {SHELF.format('shelf')}{UNITS}"),
    "misplace": re.compile(f"misplace {NAME} {SHELF.format('shelf')} {SHELF.format('other')}"),
    "leave": re.compile(f"leave {NAME}"),
    "drift": re.compile(f"drift {SHELF.format('shelf')} (?P<number>-?[0-9]+)"),
    "offline": re.compile(r"offline (?P<shelf>[A-Za-z0-9_-]{1,50}) (?P<number>[0-9.]+)"),
    "refill": re.compile(f"refill {NAME}"),
    "wait": re.compile(r"wait (?P<number>[0-9.]+)"),
}

#: Trips in the demo's store: shelves 2001/001 … 2001/004 and 2002/001 … 2002/003.
TRIPS: Mapping[str, str] = {
    "one": """
        enter vera
        wait 2
        pick vera 2001/001 2
        wait 2
        pick vera 2002/001
        wait 2
        return vera 2001/001
        wait 2
        leave vera
    """,
    "two": """
        enter vera
        wait 1
        enter victor
        wait 2
        pick vera 2001/002
        wait 2
        pick victor 2002/002 2
        wait 2
        leave vera
        wait 2
        pick victor 2001/003
        wait 2
        leave victor
    """,
    "wrong-shelf": """
        enter victor
        wait 2
        pick victor 2001/001
        wait 2
        misplace victor 2001/001 2001/004
        wait 2
        pick victor 2002/003
        wait 2
        leave victor
    """,
    "drift": """
        drift 2001/002 -12
        wait 2
        enter vera
        wait 2
        drift 2001/002 -9
        wait 2
        pick vera 2001/002
        wait 2
        leave vera
    """,
    "offline": """
        enter victor
        wait 2
        offline 2002 75
        pick victor 2002/001
        wait 2
        pick victor 2001/004
        wait 2
        leave victor
    """,
    "refill": "refill operator",
}


class Unreadable(Exception):
    """A line that means nothing."""


@dataclass(frozen=True)
class Step:
    """A line of a script: who, which shelf (or machine), how many or how much."""

    verb: str
    name: str = ""
    shelf: str = ""
    other: str = ""
    number: float = 1.0


def steps_of(text: str) -> list[Step]:
    """The steps of a whole script; raises Unreadable before any of it has happened."""
    return [step for line in text.splitlines() if (step := _step(line)) is not None]


def _step(line: str) -> Step | None:
    bare = " ".join(line.partition("#")[0].split())
    if not bare:
        return None
    verb = bare.partition(" ")[0]
    found = _FORMS[verb].fullmatch(bare) if verb in _FORMS else None
    if found is None:
        raise Unreadable(f"this is no line of a script: {line.strip()}")
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    number = float(parts.pop("number", "1"))
    return Step(verb, number=number, **parts)
