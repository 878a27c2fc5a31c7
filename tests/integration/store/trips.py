"""Random trips of people who pick things up and put them back, and an account of what each of them
has really done, which nobody else knows.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.integration.store.shop import Played, Shop
from tools.devices.store.gates import ENTRY, EXIT, Person


@dataclass
class Visitor:
    """Somebody inside, with what they hold: units by rack and scale."""

    person: Person
    bag: Counter[tuple[int, str]] = field(default_factory=Counter)


@dataclass
class Done:
    """What has happened: whose event it truly is, by its id; what everybody left with."""

    owners: dict[str, str] = field(default_factory=dict)
    baskets: dict[str, Counter[int]] = field(default_factory=dict)
    tickets: list[str] = field(default_factory=list)
    duplicates: int = 0
    reordered: int = 0
    contested: int = 0


@dataclass
class Trips:
    """So many trips through a shop with these racks, as the dice fall."""

    shop: Shop
    racks: list[Played]
    dice: random.Random
    people: list[Person]  # who come again and again
    done: Done = field(default_factory=Done)
    inside: list[Visitor] = field(default_factory=list)
    party: int = 0  # how many are to come yet before it is empty again

    def play(self, count: int) -> Done:
        """Until so many people were there and have left: one alone, or a party of several."""
        left = count
        while left or self.party or self.inside:
            if not self.party and not self.inside:
                self.party = min(left, self.dice.randint(1, len(self.people)))
                left -= self.party
            if self.party and self.dice.random() < 0.4:
                self._enters()
            elif self.inside:
                self._acts(self.dice.choice(self.inside))
        return self.done

    def _enters(self) -> None:
        self.party -= 1
        visitor = Visitor(self.people.pop(0))
        visitor.person.enters(self.shop.gates[ENTRY])
        self.inside.append(visitor)

    def _acts(self, visitor: Visitor) -> None:
        held = [place for place, units in visitor.bag.items() if units]
        roll = self.dice.random()
        if roll < 0.25:
            self._leaves(visitor)
        elif roll < 0.45 and held:
            self._puts_back(visitor, self.dice.choice(held))
        else:
            self._picks(visitor)

    def _picks(self, visitor: Visitor) -> None:
        at = self.dice.randrange(len(self.racks))
        rack = self.racks[at].rack
        scale_id = self.dice.choice(list(rack.shelves))
        taken = rack.take(scale_id, self.dice.randint(1, 3))
        visitor.bag[at, scale_id] += taken
        self._tells(at, visitor)

    def _puts_back(self, visitor: Visitor, place: tuple[int, str]) -> None:
        at, scale_id = place
        units = self.dice.randint(1, visitor.bag[place])
        self.racks[at].rack.put_back(scale_id, units)
        visitor.bag[place] -= units
        self._tells(at, visitor)

    def _tells(self, at: int, visitor: Visitor) -> None:
        """The rack's next heartbeat, by a line that may repeat it, or delay the one before."""
        played, roll = self.racks[at], self.dice.random()
        if roll < 0.2:
            events = played.tells(times=2)
            self.done.duplicates += 1
        elif roll < 0.4:
            played.uplink.hold_back(played.rack.reading())
            events = played.tells()
            assert [answer["late"] for answer in played.uplink.let_go()] == [True]
            self.done.reordered += 1
        else:
            events = played.tells()
        for event in events:
            assert event["id"] not in self.done.owners, "nothing twice"
            self.done.owners[event["id"]] = visitor.person.visit_id
            self.done.contested += event["attribution"] == "contested"

    def _leaves(self, visitor: Visitor) -> None:
        tickets = visitor.person.leaves(self.shop.gates[EXIT])
        self.done.tickets += [ticket["id"] for ticket in tickets]
        basket = Counter[int]()
        for (at, scale_id), units in visitor.bag.items():
            basket[self.racks[at].rack.shelves[scale_id].product_id] += units
        self.done.baskets[visitor.person.visit_id] = +basket
        self.inside.remove(visitor)
        self.people.append(visitor.person)
