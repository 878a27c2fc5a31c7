"""What customers say, as operators look after it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.vending.desk import WITHIN_MS, Desk
from tests.e2e.vending.shop import Shop
from tests.integration.machines.vendor import Stand
from tools.browser.window import PHONE, TABLET


@pytest.fixture
def desk(open_window: Open, shop: Shop) -> Desk:
    return Desk(open_window(TABLET, signed_in=shop.login))


def say(stand: Stand, rating: int, comment: str, client_id: str = "somebody") -> None:
    body = {"client_id": client_id, "rating": rating, "comment": comment}
    assert stand.vendor.api.post(stand.path("/feedback"), body).status_code == 201


def test_the_worst_comes_first_and_is_moved_on(desk: Desk, open_window: Open, shop: Shop) -> None:
    stand = shop.machine(name="Lobby", is_on=False)
    for rating, comment in ((4, "Cold."), (1, "Stuck."), (2, "Dear.")):
        say(stand, rating, comment)
    desk.arrive("feedback")
    desk.page.get_by_label("Machine", exact=True).select_option(stand.machine_id)
    comments = desk.page.locator(".comment")
    expect(comments).to_have_text(["Stuck.", "Dear.", "Cold."])
    worst = desk.card("Stuck.")
    expect(worst.get_by_role("img", name="1 of 5")).to_be_visible()
    expect(worst.get_by_role("link", name="Lobby")).to_have_attribute(
        "href", f"#/machine/{stand.machine_id}"
    )
    other = Desk(open_window(PHONE, signed_in=shop.login)).arrive("feedback")
    expect(other.card("Stuck.")).to_have_count(1)
    worst.get_by_role("button", name="Look into it").click()
    expect(comments).to_have_text(["Dear.", "Cold."])
    expect(other.card("Stuck.")).to_have_count(0, timeout=WITHIN_MS)
    desk.toast.get_by_role("button", name="Undo").click()
    expect(comments).to_have_text(["Stuck.", "Dear.", "Cold."])
    worst.get_by_role("button", name="Close", exact=True).click()
    expect(comments).to_have_text(["Dear.", "Cold."])
    desk.page.get_by_role("button", name="Closed 1").click()
    expect(comments).to_have_text(["Stuck."])
    worst.get_by_role("button", name="Open again").click()
    expect(desk.page.get_by_text("Nothing is closed yet.")).to_be_visible()


def test_what_is_said_is_seen_at_once_with_its_sale(desk: Desk, shop: Shop) -> None:
    stand = shop.machine()
    customer = stand.customer(1).buys()
    customer.ends("delivered", dispensed=1, left=9)
    desk.arrive("feedback")
    said = {"client_id": customer.client_id, "transaction_id": customer.transaction_id}
    shop.api.post(stand.path("/feedback"), {**said, "rating": 5, "comment": "<b>Gladly</b> again."})
    card = desk.card("<b>Gladly</b> again.")
    expect(card).to_be_visible(timeout=WITHIN_MS)
    expect(card).to_contain_text(customer.transaction_id)
