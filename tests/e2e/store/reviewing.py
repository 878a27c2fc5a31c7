"""What has happened in the store for reviewers to look at, and what they do at their console, by
the words that they read there.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.logins import signed_in
from tests.integration.store.shop import Customer, Played, Shop
from tests.support.api import User
from tests.support.stack import Stack
from tools.devices.store.clips import FOOTAGE

Json = dict[str, Any]
BEFORE = timedelta(seconds=6)  # a clip begins so long before its ticket


@dataclass
class Floor:
    """The store of a test: a rack, two customers, and two who review."""

    stack: Stack
    shop: Shop
    rack: Played
    ann: Customer
    bob: Customer
    rival: User
    racks: list[Played] = field(default_factory=list)

    def login(self, user: User | None = None, role: str = "reviewer") -> Json:
        """The reviewer's, or somebody else's: `open_window(TABLET, signed_in=floor.login())`."""
        return signed_in(user or self.shop.reviewer, role)

    def visit(self, *takes: tuple[str, int]) -> Json:
        """Ann comes alone, takes units off these scales, and goes; the ticket."""
        self.ann.enters()
        self._take(takes)
        return self.ann.leaves()[self.rack.rack.machine_id]

    def contested(self, *takes: tuple[str, int]) -> tuple[Json, Json]:
        """Ann and Bob are inside while units are taken; the tickets of both."""
        self.ann.enters()
        self.bob.enters()
        self._take(takes)
        tickets = [who.leaves()[self.rack.rack.machine_id] for who in (self.ann, self.bob)]
        return tickets[0], tickets[1]

    def odd(self, grams: int = 90) -> Json:
        """Ann takes what fits no number of units."""
        self.ann.enters()
        self.rack.rack.put_other("001", -grams)
        self.rack.tells()
        return self.ann.leaves()[self.rack.rack.machine_id]

    def films(self, ticket: Json, *, is_there: bool = True, name: str = "") -> str:
        """A camera has seen the rack meanwhile, called like this if it is said; the id of the
        clip.
        """
        machine = self.rack.rack.machine_id
        called = name or f"cam-{secrets.token_hex(3)}"
        about = {"name": called, "tag": "In-store", "machines": [machine]}
        camera = self.shop.operates("POST", "/edge/cameras/", about)
        path = self.stack.home / "clips" / f"{camera['id']}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_there:
            shutil.copyfile(FOOTAGE, path)
        start = datetime.fromisoformat(ticket["start_time"]) - BEFORE
        clip = {
            "camera_id": camera["id"],
            "start_time": start.astimezone(UTC).isoformat(),
            "end_time": datetime.now(UTC).isoformat(),
            "path_local": str(path),
        }
        return str(self.shop.operates("POST", "/edge/videos/", clip)["id"])

    def step(
        self, ticket: Json, step: str, body: Json | None = None, by: User | None = None
    ) -> Json:
        """What a reviewer does elsewhere."""
        path = f"/edge/tickets/{ticket['id']}/{step}/"
        return self.shop.call(by or self.shop.reviewer, "POST", path, body or {})

    def ticket(self, ticket: Json) -> Json:
        return self.shop.ticket(ticket["id"])

    def _take(self, takes: tuple[tuple[str, int], ...]) -> None:
        for scale, units in takes:
            self.rack.rack.take(scale, units)
            self.rack.tells()


@pytest.fixture(scope="session")
def people(shop: Shop) -> tuple[Customer, Customer, User]:
    return shop.customer(), shop.customer(), shop.staff("reviewer")


@pytest.fixture
def floor(stack: Stack, shop: Shop, people: tuple[Customer, Customer, User]) -> Iterator[Floor]:
    """Open and empty, with nothing to be reviewed; the rack has four scales."""
    stack.sql("edge", "UPDATE store_ticket SET status = 'REVIEW_COMPLETE'")
    shop.opens()
    shop.let_all_out()
    stack.sql("edge", "UPDATE store_ticket SET status = 'REVIEW_COMPLETE'")
    floor = Floor(stack, shop, shop.rack(4), *people)
    yield floor
    shop.let_all_out()
    shop.retire(floor.rack, *floor.racks)


class Console:
    """Somebody at the console."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def arrive(self, ticket: Json | None = None) -> Console:
        """Open the queue, or a ticket."""
        self.page.goto(f"/store/review/#/{'ticket/' + ticket['id'] if ticket else ''}")
        expect(self.page.locator(".top .status")).to_have_attribute("data-kind", "live")
        shown = self.page.locator("article.ticket" if ticket else "section.queue")
        expect(shown).to_be_visible()
        return self

    def keys(self, keys: str) -> None:
        """Single keys, one after the other; each waits for what came before."""
        for key in keys:
            self.settled()
            self.page.keyboard.press(key)

    def settled(self) -> None:
        """Nothing is on its way."""
        busy = "[aria-busy=true], .acts [aria-disabled=true], .waiting"
        expect(self.page.locator(busy)).to_have_count(0)

    def row(self, ticket: Json) -> Locator:
        return self.page.locator(f"li[data-id='{ticket['id']}']")

    def shows(self, ticket: Json) -> None:
        """Wait until a ticket is shown that is one's own."""
        expect(self.page.get_by_role("heading", name=ticket["TktID"], exact=True)).to_be_visible()
        expect(self.button("Accept")).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        self.button(name).click()

    @property
    def events(self) -> Locator:
        return self.page.locator(".events > li")

    @property
    def lines(self) -> list[str]:
        """Each line as its words and its number of units."""
        return [
            re.sub(r"\s+", " ", each) for each in self.page.locator(".lines li").all_inner_texts()
        ]

    @property
    def total(self) -> Locator:
        return self.page.locator(".total .money")

    @property
    def toast(self) -> Locator:
        return self.page.locator(".toast")
