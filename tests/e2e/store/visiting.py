"""Somebody with a phone at the store, and what they see there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Response, expect

from tests.e2e.axe import axe
from tests.e2e.looks import becomes, fits_across, told_within
from tests.integration.store.shop import Customer, Json, Played, Shop
from tests.support.waiting import wait_for
from tools.devices.store.gates import ENTRY, EXIT

PATH = "/store/"
TOKENS = "/edge/entry-tokens/"
IN_CODE, OUT_CODE = "Your code for the entrance", "Your code for the exit"
TOLD_MS = told_within(2.0) * 1000  # from what happens to the phone's screen
PATIENT_MS = 20_000
FOLLOWS = "You are checked out. The receipt follows."
DUE, SETTLED = "Your receipt: €2.50 to pay", "Your receipt is settled"
PAY = re.compile("^Pay €")
CHECKOUT = "**/edge/receipts/*/checkout/"


def complete(shop: Shop, tickets: list[Json], lines: dict[int, int] | None = None) -> None:
    """A reviewer is done with these tickets; with `lines`, units by product, on the first one that
    has any.
    """
    for each in tickets:
        ticket = shop.ticket(each["id"])
        if ticket["status"] == "REVIEW_COMPLETE":
            continue
        shop.reviews("POST", f"/edge/tickets/{ticket['id']}/start/")
        body: Json = {}
        if lines is not None and ticket["lines"]:
            body["lines"] = [{"product_id": id, "quantity": n} for id, n in lines.items()]
        shop.reviews("POST", f"/edge/tickets/{ticket['id']}/complete/", body)


class Visitor:
    """A customer whose phone shows the page."""

    def __init__(self, page: Page, customer: Customer) -> None:
        self.page, self.customer = page, customer
        self._answers: list[Response] = []
        page.on("response", self._heard)

    @property
    def shop(self) -> Shop:
        return self.customer.shop

    # ---- What they do -----------------------------------------------------------------------

    def arrive(self, at: str = "") -> Visitor:
        self.page.goto(f"{PATH}{at}")
        expect(self.page.locator("main h2").first).to_be_visible()
        return self

    def enter(self) -> str:
        """Hold the phone in front of the scanner at the entrance; the id of the visit."""
        self.shop.gates[ENTRY].scan(self.token(IN_CODE))
        self.sees("In your cart")
        return self.visit_id()

    def leave(self) -> list[Json]:
        """Hold it in front of the one at the exit; the tickets."""
        if not self.button("Hide the code").is_visible():
            self.button("Leave").click()
        return list(self.shop.gates[EXIT].scan(self.token(OUT_CODE))["tickets"])

    def buys(self, rack: Played, units: int = 2) -> list[Json]:
        """In, so many units of the first shelf (1.25 each), and out; the tickets."""
        self.enter()
        rack.rack.take("001", units)
        rack.tells()
        expect(self.line(f"{rack.rack.machine_id} 1")).to_be_visible()
        tickets = self.leave()
        self.sees(FOLLOWS)
        return tickets

    def pays(self, button: str | re.Pattern[str], how: str = "Pay") -> None:
        """Goes to the provider's page, and does what its button says."""
        self.button(button).click()
        self.page.wait_for_url("**/sandbox/pay/**")
        self.button(how).click()

    # ---- What they see ----------------------------------------------------------------------

    def code(self, label: str) -> Locator:
        return self.page.get_by_alt_text(label)

    def token(self, label: str) -> str:
        """What the code of this name says."""
        expect(self.code(label)).to_be_visible()
        return self.token_shown()

    def token_shown(self) -> str:
        """What the code says that is shown now."""
        image = self.page.locator(".code img").get_attribute("src") or ""
        for each in map(_token_of, reversed(self._answers)):
            if each and image.endswith(each["qr"]):
                return str(each["token"])
        raise AssertionError("no answer has brought this code")

    @property
    def tokens(self) -> int:
        """How many codes have been asked for."""
        return len(self._answers)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str))

    def sees(self, words: str | re.Pattern[str], *, within: float = PATIENT_MS) -> None:
        """A view of this heading."""
        heading = self.page.get_by_role("heading", level=2, name=words)
        expect(heading).to_be_visible(timeout=within)

    def reads(self, words: str | re.Pattern[str], *, within: float = PATIENT_MS) -> None:
        expect(self.page.locator("main")).to_contain_text(words, timeout=within)

    def is_lasting(self, words: str) -> None:
        """They see it, also after a reload, and it lies well."""
        self.sees(words)
        self.page.reload()
        self.sees(words)
        fits_across(self.page)
        axe(self.page)

    def row(self, words: str) -> Locator:
        """Of the receipt."""
        return self.page.get_by_role("row", name=re.compile(f"^{words}"))

    def line(self, name: str) -> Locator:
        return self.page.locator(".line", has=self.page.get_by_text(name, exact=True))

    @property
    def sum(self) -> Locator:
        return self.page.locator(".bar .sum strong")

    def is_focused(self, words: str) -> None:
        """The focus is on the heading with these words."""
        becomes(
            self.page,
            f"document.activeElement.matches('h2') && /{re.escape(words)}/.test("
            "document.activeElement.textContent)",
        )

    def hide(self, is_hidden: bool) -> None:
        """Look at something else, or at the page again."""
        self.page.evaluate(
            """(hidden) => {
              Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            is_hidden,
        )

    # ---- What the store knows ---------------------------------------------------------------

    def visit_id(self) -> str:
        """Of the visit that they made last."""
        return str(self.visits()[0]["id"])

    def visits(self) -> list[Json]:
        return self.shop.listed("/edge/visits/", self.customer.user)

    def _heard(self, response: Response) -> None:
        if response.url.endswith(TOKENS) and response.status == 201:
            self._answers.append(response)


def _token_of(response: Response) -> Json | None:
    try:
        return dict(response.json())
    except Exception:  # the page that it came to is gone
        return None


def waits(check: Callable[[], bool], about: str) -> None:
    wait_for(check, PATIENT_MS / 1000, about)
