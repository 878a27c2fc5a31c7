"""Tables that stay: what the tests of them do again and again."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.cafe import Cafe
from tests.e2e.people import Staff
from tests.support.api import answer

Table = dict[str, Any]
CODE = re.compile(r"[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}")


def tile(staff: Staff, name: str) -> Locator:
    return staff.page.locator("li.tile").filter(
        has=staff.page.get_by_role("button", name=re.compile(f"^{name} "))
    )


def seat(cafe: Cafe, table: Table) -> str:
    """Open a table; returns the code of its session."""
    path = f"/orders/tables/open/{table['code']}/"
    return str(answer(cafe.api.post(path, {}, headers=cafe.owner.bearer))["code"])


def served(cafe: Cafe, code: str) -> None:
    order = cafe.order(code, "Espresso")
    cafe.move(order["id"], "accepted", "preparing", "ready", "served")


def paid(cafe: Cafe, code: str) -> None:
    """All is served, the bill was asked for, brought and paid."""
    served(cafe, code)
    cafe.staff(f"/orders/calls/answer/{cafe.call(code, 'bill')['id']}/")
    cafe.staff(f"/orders/bills/take/{code}/", part="all", kind="card")


def standing(staff: Staff, name: str, word: str) -> None:
    """A table says how it stands by a word, an icon and a colour."""
    expect(tile(staff, name).locator(".table-state")).to_have_text(word)
    expect(tile(staff, name).locator(".table-state svg")).to_be_visible()


def rules(cafe: Cafe, **settings: Any) -> None:
    cafe.staff(f"/orders/settings/{cafe.location_id}/", **settings)
