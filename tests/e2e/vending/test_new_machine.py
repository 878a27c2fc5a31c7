"""A machine from its box to its first sale."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.vending.operator import Operator, soon
from tests.e2e.vending.shop import Shop
from tests.e2e.watch import Watch
from tests.integration.machines.vendor import Stand
from tools.browser.window import PHONE

PRICE = "1.50"
KEY = re.compile(r'machine_api_key = "([\w-]+)"')


@pytest.fixture
def operator(open_window: Open, shop: Shop) -> Operator:
    return Operator(open_window(PHONE, signed_in=shop.login), shop)


def test_from_the_box_to_the_first_sale(operator: Operator, shop: Shop) -> None:
    machine_id = f"N-{secrets.token_hex(4)}"
    operator.arrive("new")
    operator.type("Id", machine_id)
    operator.type("Name", "Bakery")
    operator.type("Price of a unit in INR", PRICE)
    operator.press("Make it")
    connect = operator.step("Connect it")
    lines = connect.locator("code").inner_text()
    port = shop.api.url.rsplit(":", 1)[1]
    assert f"serverPort = {port};" in lines
    assert f'machine_id = "{machine_id}"' in lines
    found = KEY.search(lines)
    assert found is not None
    stand = Stand(shop, machine_id, found[1], stock=0)
    operator.page.reload()  # coming back goes on where it was, without the key
    expect(connect).to_contain_text("Its key was shown once")
    expect(connect.get_by_role("status")).to_have_text("Waits for the machine…")
    stand.play()
    stand.code_of_now()
    soon(lambda: "It is on line." in connect.inner_text(), "it has come")
    operator.type("Units inside now", "8")
    operator.press("Save the stock")
    expect(operator.step("Try it")).to_have_attribute("aria-current", "step")
    operator.page.reload()
    expect(operator.step("Fill it")).to_contain_text("8 units are inside.")
    operator.press("Dispense now")
    expect(operator.step("Sell")).to_have_attribute("aria-current", "step")
    sell = operator.step("Sell")
    expect(sell.get_by_role("img")).to_be_visible()
    customers = sell.get_by_role("link", name="Open the customer's page")
    expect(customers).to_have_attribute("href", f"/vend/{machine_id}")
    stand.customer(2).buys().ends("delivered", dispensed=2, left=5)
    soon(lambda: "First sale on" in sell.inner_text(), "the first sale is seen")
    expect(operator.page.get_by_text("It sells. All is done.")).to_be_visible()
    [made] = [row for row in shop.api.get("/api/machines").json() if row["id"] == machine_id]
    assert (made["name"], made["unit_price_paise"]) == ("Bakery", 150)


def test_an_id_that_cannot_be_is_said_in_its_field(
    operator: Operator, shop: Shop, watch: Watch
) -> None:
    watch.allow("409")
    taken = shop.machine(is_on=False)
    operator.arrive("new")
    operator.type("Price of a unit in INR", PRICE)
    operator.type("Id", "Café 5")
    operator.press("Make it")
    expect(operator.page.get_by_text("Only letters from A to Z")).to_be_visible()
    expect(operator.page.get_by_label("Id")).to_be_focused()
    operator.type("Id", taken.machine_id)
    operator.press("Make it")
    expect(operator.page.get_by_text("There is a machine of this id already.")).to_be_visible()
    operator.page.get_by_role("link", name=f"Go on with {taken.machine_id}").click()
    connect = operator.step("Connect it")
    expect(connect).to_have_attribute("aria-current", "step")
    operator.press("New key")
    expect(connect.locator("code")).to_contain_text("machine_api_key")
    key = KEY.search(connect.locator("code").inner_text())
    assert key is not None
    stand = Stand(shop, taken.machine_id, key[1], stock=10)
    stand.play()
    expect(operator.step("Fill it")).to_contain_text("10 units are inside.")
