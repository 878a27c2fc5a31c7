"""A store that is played: its racks tell their weights, and what a script says happens in it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.devices.store.accounts import Account
from tools.devices.store.gates import ENTRY, EXIT, Gate, Person
from tools.devices.store.line import Line, Refused, Uplink
from tools.devices.store.racks import Rack, Shelf
from tools.devices.store.script import Step

BEAT = 1.0  # seconds between two heartbeats
REFILLMENT, CUSTOMERS = "REFILLMENT_MODE", "CUSTOMER_MODE"
Say = Callable[[str], None]


@dataclass
class Place:
    """The racks, gates and people of a file of keys, at a suite."""

    racks: dict[str, Rack]
    uplinks: dict[str, Uplink]
    gates: dict[str, Gate]
    accounts: dict[str, Account]
    say: Say
    contents: Path  # what lies on the shelves, between two runs
    cameras: tuple[str, ...] = ()
    is_silent: bool = False  # no machine says anything
    people: dict[str, Person] = field(default_factory=dict)
    reviewers: dict[str, Account] = field(default_factory=dict)
    offline_until: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def read(cls, url: str, file: Path, say: Say) -> Place:
        """From what the demo, or an operator, has written: machines with key and scales, scanners
        by their gate, people, reviewers and cameras by name. Raises OSError, and ValueError for a
        file that is none.
        """
        told = json.loads(file.read_text())
        racks, uplinks = dict[str, Rack](), dict[str, Uplink]()
        for number, machine in _object(told, "machines").items():
            racks[number] = Rack(number, _shelves(machine))
            uplinks[number] = Uplink(Line(url, str(machine["key"])), number)
        gates = {
            tag: Gate(tag, Line(url, str(_object(told, "scanners")[tag]))) for tag in (ENTRY, EXIT)
        }
        accounts = _accounts(url, _object(told, "people"))
        reviewers = _accounts(url, told.get("reviewers", {}))
        people = {name: Person(name, account.entry_code) for name, account in accounts.items()}
        cameras = tuple(map(str, told.get("cameras", ())))
        contents = file.with_name(f"{file.name}.shelves")
        place = cls(racks, uplinks, gates, accounts, say, contents, cameras, people=people)
        place.reviewers = reviewers
        place.look()
        return place

    def look(self) -> None:
        """See what lies on the shelves: as whoever played here last has left them. Machines count
        on from a number that is higher than any that was said before.
        """
        left = json.loads(self.contents.read_text()) if self.contents.exists() else {}
        with self._lock:
            for number, rack in self.racks.items():
                rack.seq = int(time.time())
                for scale_id, (units, other) in left.get(number, {}).items():
                    if scale_id in rack.shelves:
                        rack.shelves[scale_id].units = units
                        rack.shelves[scale_id].other = other

    def _leave_as_it_is(self) -> None:
        shelves = {
            number: {
                scale_id: (shelf.units, shelf.other) for scale_id, shelf in rack.shelves.items()
            }
            for number, rack in self.racks.items()
        }
        fresh = self.contents.with_suffix(".new")
        fresh.write_text(json.dumps(shelves))
        fresh.replace(self.contents)

    def missing(self, steps: Iterable[Step]) -> list[str]:
        """People, machines and shelves of these steps that are not in the file; the demo's people
        are not while their accounts are closed.
        """
        there = {"", *self.people, *self.racks}
        there |= {
            f"{number}/{scale}" for number, rack in self.racks.items() for scale in rack.shelves
        }
        named = {name for step in steps for name in (step.name, step.shelf, step.other)}
        return sorted(named - there)

    def beat(self) -> None:
        """Every machine that has a network says what it weighs."""
        for number, uplink in self.uplinks.items():
            if time.monotonic() < self.offline_until.get(number, 0.0):
                continue
            with self._lock:
                reading = self.racks[number].reading()
            try:
                uplink.send(reading)
            except (Refused, TimeoutError) as trouble:
                self.say(f"{number} {trouble}")

    def play(self, step: Step) -> None:
        """Let it happen. A gate that stays shut is said and not raised."""
        if step.verb != "wait":
            self.say(" ".join(filter(None, (step.verb, step.name, step.shelf, step.other))))
        try:
            _PLAYS[step.verb](self, step)
        except Refused as refused:
            self.say(f"{step.name} {refused}")
        self._leave_as_it_is()

    def _enter(self, step: Step) -> None:
        self.people[step.name].enters(self.gates[ENTRY])

    def _leave(self, step: Step) -> None:
        self.people[step.name].leaves(self.gates[EXIT])

    def _pick(self, step: Step) -> None:
        rack, scale_id = self._shelf(step.shelf)
        with self._lock:
            rack.take(scale_id, int(step.number))

    def _return(self, step: Step) -> None:
        rack, scale_id = self._shelf(step.shelf)
        with self._lock:
            rack.put_back(scale_id, int(step.number))

    def _misplace(self, step: Step) -> None:
        home, scale_id = self._shelf(step.shelf)
        rack, other = self._shelf(step.other)
        with self._lock:
            rack.put_other(other, home.shelves[scale_id].grams)

    def _drift(self, step: Step) -> None:
        rack, scale_id = self._shelf(step.shelf)
        with self._lock:
            rack.put_other(scale_id, int(step.number))

    def _refill(self, step: Step) -> None:
        """In four moves, so that the machines have said the one before the next is made."""
        staff = self.accounts[step.name]
        staff.opens_for(REFILLMENT)
        try:
            for move in (Rack.clear, Rack.fill):
                time.sleep(2 * BEAT)
                with self._lock:
                    for rack in self.racks.values():
                        move(rack)
            time.sleep(2 * BEAT)
        finally:
            staff.opens_for(CUSTOMERS)

    def _offline(self, step: Step) -> None:
        self.offline_until[step.shelf] = time.monotonic() + step.number

    def _wait(self, step: Step) -> None:
        time.sleep(step.number)

    def _shelf(self, name: str) -> tuple[Rack, str]:
        number, _, scale_id = name.partition("/")
        return self.racks[number], scale_id


_PLAYS: dict[str, Callable[[Place, Step], None]] = {
    "enter": Place._enter,
    "leave": Place._leave,
    "pick": Place._pick,
    "return": Place._return,
    "misplace": Place._misplace,
    "drift": Place._drift,
    "offline": Place._offline,
    "refill": Place._refill,
    "wait": Place._wait,
}


def _accounts(url: str, passwords: Mapping[str, Any]) -> dict[str, Account]:
    return {name: Account(url, name, str(password)) for name, password in passwords.items()}


def _object(told: Any, name: str) -> Mapping[str, Any]:
    found = told.get(name) if isinstance(told, dict) else None
    if not isinstance(found, dict):
        raise ValueError(f"no {name} in the file of keys")
    return found


def _shelves(machine: Mapping[str, Any]) -> dict[str, Shelf]:
    return {
        scale_id: Shelf(int(shelf["product_id"]), int(shelf["grams"]), int(shelf["units"]))
        for scale_id, shelf in machine["scales"].items()
    }
