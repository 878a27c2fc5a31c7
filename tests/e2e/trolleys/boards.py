"""What staff do at the trolley board, by the words that they read there."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.integration.trolleys.market import PHONE, TEA, Market
from tests.support.api import Api, Place, User
from tests.support.waiting import wait_for

GIN = "4006381333962"  # 18 years
WITHIN = 10.0  # seconds that the page and the API may take together


def opened(api: Api, operator: User) -> Market:
    """A market with nobody else's trolleys, which sells tea, smartphones and gin."""
    place = Place.create(api, api.register())
    place.sell("Tea", "4.50", barcode=TEA, stock=50)
    place.sell("Smartphone XYZ", "599.99", barcode=PHONE, stock=50)
    place.sell("Gin", "15.99", barcode=GIN, stock=50, min_age=18)
    return Market(api, place, operator)


def rules(market: Market, **some: Any) -> None:
    """What the owner decides about the place."""
    where = {"location_id": market.place.location_id}
    path = "/api/trolleys/settings"
    decided = market.call("PUT", path, some, user=market.place.owner, query=where)
    assert decided.status_code == 200, decided.text


def visit(market: Market, *barcodes: str, user: User | None = None) -> tuple[str, str]:
    """Somebody on a new trolley with these goods; the ids of trolley and session."""
    trolley_id = market.trolley()
    session_id = str(market.session(trolley_id, user)["session_id"])
    for barcode in barcodes:
        market.add(session_id, barcode)
    return trolley_id, session_id


def wait_for_help(market: Market, session_id: str, *, wanted: bool = True) -> None:
    asked = market.post("/api/session/help", {"session_id": session_id, "wanted": wanted})
    assert asked.status_code == 200, asked.text


def session(market: Market, session_id: str) -> dict[str, Any]:
    """The session as its phone sees it."""
    return dict(market.call("GET", f"/api/session/{session_id}").json())


def cart(market: Market, session_id: str) -> dict[str, Any]:
    """The cart as the phone of the session sees it."""
    shown = market.call("GET", "/api/cart/", query={"session_id": session_id})
    assert shown.status_code == 200, shown.text
    return dict(shown.json()["data"])


def approval(market: Market, session_id: str) -> str:
    """That of the only line."""
    [line] = cart(market, session_id)["items"]
    return str(line["approval"])


class Board:
    """A member of staff at the board of a market."""

    def __init__(self, page: Page, market: Market) -> None:
        self.page = page
        self.market = market

    def arrive(self, part: str = "trolleys") -> Board:
        self.page.goto(f"/trolleys/board/#/{self.market.place.location_id}/{part}")
        expect(self.page.locator(".top .status")).to_have_attribute("data-kind", "live")
        return self

    def stands(self, words: str) -> None:
        """Wait until the board says so of its connection."""
        expect(self.page.locator(".top .status strong")).to_have_text(words)

    def turn(self, part: str) -> None:
        """Turn to "Trolleys", "Waiting", "Exit", "Visits", "Usage", "Codes and keys", "Rules"."""
        parts = self.page.get_by_role("navigation", name="Parts of the board")
        parts.get_by_role("link", name=re.compile(f"^{part}")).click()

    def card(self, trolley_id: str) -> Locator:
        """What is shown of a trolley, or of who waits with it."""
        return self.page.locator(".view li.card").filter(has_text=trolley_id)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog").last

    @property
    def toast(self) -> Locator:
        return self.page.locator(".toast")

    def waits(self) -> list[str]:
        """The trolleys with which somebody waits, as the board shows them."""
        return self.page.locator(".queue strong").all_inner_texts()

    def sees(self, *trolleys: str) -> None:
        """Wait until these wait, in this order."""
        wait_for(lambda: self.waits() == [*trolleys], WITHIN, f"{trolleys} wait")
