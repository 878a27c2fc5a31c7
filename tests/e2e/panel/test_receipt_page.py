"""The page of a receipt: what stands on it, in the guest's language, on a roll and on A4."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import ARABIC, NARROW, WORD, stays_whole
from tests.e2e.looks import PHONE_ZOOMED, SHOTS, fits_across, reachable
from tests.e2e.tables.bills import lines_of, ordered, take
from tests.e2e.watch import Watch
from tools.browser.window import PHONE, TABLET, Device

MM = 96 / 25.4  # CSS pixels
BOOK = {
    "name": "Café Aisle",
    "address": "Quay 7\n10115 Berlin",
    "tax_number": "DE 123456789",
    "footer": "Thank you!\nSee you soon.",
    "vat_rates": ["19.00", "7.00"],
}
LOOKS: dict[str, tuple[Device, dict[str, Any]]] = {
    "phone-light": (PHONE, {}),
    "phone-zoomed-arabic-dark": (PHONE_ZOOMED, {"language": "ar", "dark": True}),
    "tablet-german": (TABLET, {"language": "de"}),
}


def settled(cafe: Cafe, **book: Any) -> None:
    """How the place's receipts look, and by which clock it goes."""
    cafe.staff(f"/orders/bills/settings/{cafe.location_id}/", **(BOOK | book))
    cafe.staff(f"/orders/settings/{cafe.location_id}/", timezone="Asia/Tokyo")


def sold(cafe: Cafe, code: str, given: str = "20.00") -> str:
    """A part of a bill with all that can stand on it; returns the receipt's id."""
    ordered(cafe, code)
    ids = lines_of(cafe, code)
    toast = [ids["Avocado toast"]]
    cafe.staff(f"/orders/bills/discount/{code}/", percent=10, orders=toast, reason="Long wait")
    one = {"order_id": ids["Espresso"], "quantity": 1, "reason": "Sent back"}
    cafe.staff(f"/orders/bills/void/{code}/", **one)
    cash = {"kind": "cash", "given": given, "tip": "1.99"}
    return str(take(cafe, code, **cash)["receipts"][0]["receipt_id"])


def show(page: Page, receipt_id: str) -> Page:
    page.goto(f"/orders/receipt/{receipt_id}/")
    expect(page.locator(".slip")).to_be_visible()
    return page


def rows(page: Page) -> list[str]:
    return [" ".join(each.split()) for each in page.locator(".slip tr").all_inner_texts()]


def test_a_receipt_says_who_sold_what_and_how_it_was_paid(
    open_window: Open, cafe: Cafe, table: str
) -> None:
    settled(cafe)
    page = show(open_window(PHONE), sold(cafe, table))
    expect(page).to_have_title("Receipt 1 – Café Aisle")
    head = page.locator(".slip-head")
    expect(head).to_contain_text("Café Aisle")
    expect(head).to_contain_text("Tax number DE 123456789")
    expect(page.locator(".slip-lines")).to_have_css("white-space-collapse", "preserve-breaks")
    facts = page.locator(".slip-facts")
    expect(facts).to_contain_text("Table 2")
    expect(page.locator(".slip-foot")).to_contain_text("See you soon.")
    at = page.locator(".slip time")
    zoned = (
        "([at]) => new Date(at).toLocaleTimeString('en-GB', {timeZone: 'Asia/Tokyo'}).slice(0, 5)"
    )
    expect(at).to_contain_text(page.evaluate(zoned, [at.get_attribute("datetime")]))
    assert rows(page)[1:] == [
        "2× Espresso €2.40 each €4.80",
        "Not charged -€2.40",
        "Charged €2.40",
        "1× Carrot cake €4.60",
        "1× Avocado toast €8.90",
        "Discount -€0.89",
        "Charged €8.01",
        "Sum €15.01",
        "Tip €1.99",
        "Total €17.00",
        "Cash €20.00",
        "Change €3.00",
        "VAT Net Tax Gross",
        "19% €12.61 €2.40 €15.01",
    ]
    axe(page)
    fits_across(page)


def test_money_back_refers_to_what_was_sold(open_window: Open, cafe: Cafe, table: str) -> None:
    settled(cafe)
    ordered(cafe, table)
    payment = take(cafe, table, part="amount", amount="10.00")
    path = f"/orders/payments/refund/{payment['payment_id']}/"
    receipt = cafe.staff(path, reason="Paid twice")["receipts"][1]
    page = show(open_window(PHONE), receipt["receipt_id"])
    facts = page.locator(".slip-facts")
    expect(facts).to_contain_text("Receipt 2")
    expect(facts).to_contain_text("Money back for receipt 1")
    expect(facts).to_contain_text("Reason: Paid twice")
    assert rows(page)[:2] == ["Given back in all -€10.00", "Card -€10.00"]
    axe(page)
    show(page, payment["receipts"][0]["receipt_id"])
    assert "The whole bill €18.30" in rows(page)
    assert "Paid of it €10.00" in rows(page)


def test_what_is_printed_fits_the_roll_and_a4(
    open_window: Open, cafe: Cafe, table: str, tmp_path: Path
) -> None:
    settled(cafe, name=WORD, footer=f"{ARABIC} {WORD}")
    receipt_id = sold(cafe, table)
    page = show(open_window(TABLET, dark=True), receipt_id)
    for paper, width in (("80 mm roll", 72), ("A4", 180)):
        page.get_by_role("button", name=paper, exact=True).click()
        expect(page.get_by_role("button", name=paper, exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
        printed = sheet(page, tmp_path / "receipt.pdf")
        if SHOTS:
            Path(f"{SHOTS}/receipt-{width}.pdf").write_bytes(
                (tmp_path / "receipt.pdf").read_bytes()
            )
        assert len(printed) == 1, printed
        across, along = printed[0]
        assert across == pytest.approx(width + (8 if width == 72 else 30), abs=0.5)
        assert (along == pytest.approx(297, abs=0.5)) == (paper == "A4")
        page.emulate_media(media="print")
        slip = page.locator(".slip")
        assert page.locator(".receipt-bar").first.is_hidden()
        expect(slip).to_have_css("color", "rgb(0, 0, 0)")
        expect(slip).to_have_css("background-color", "rgb(255, 255, 255)")
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/receipt-print-{width}.png", full_page=True)
        if paper != "A4":
            assert slip.evaluate("each => each.offsetWidth") == pytest.approx(72 * MM, abs=1)
        assert slip.evaluate("each => each.scrollWidth <= each.clientWidth")
        page.emulate_media(media="null")
    page.reload()
    expect(page.locator(".slip")).to_have_attribute("data-paper", "a4")


def sheet(page: Page, path: Path) -> list[tuple[float, float]]:
    """Width and height of each page of what is printed, in millimetres."""
    printed = page.pdf(path=path, prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    return [(float(width) / 72 * 25.4, float(height) / 72 * 25.4) for width, height in boxes]


def test_an_address_that_leads_nowhere_says_so(open_window: Open, watch: Watch) -> None:
    watch.allow("status of 404")
    page = open_window(PHONE)
    for id in ("6f3b2b0e-5f0a-4a8e-9f0e-000000000000", "nonsense"):
        page.goto(f"/orders/receipt/{id}/")
        expect(page.get_by_role("alert").first).to_contain_text("There is no receipt")
        axe(page)


@pytest.mark.parametrize("look", LOOKS)
def test_every_look(open_window: Open, cafe: Cafe, table: str, look: str) -> None:
    settled(cafe, name=WORD if "zoomed" in look else "Café Aisle")
    device, options = LOOKS[look]
    page = show(open_window(device, **options), sold(cafe, table))
    for paper in ("roll", "a4"):
        page.locator(".chip").nth(0 if paper == "roll" else 1).click()
        expect(page.locator(f".slip[data-paper={paper}]")).to_be_visible()
        axe(page)
        fits_across(page)
        reachable(page)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/receipt-{look}-{paper}.png", full_page=True)


def test_long_names_at_200_percent(open_window: Open, cafe: Cafe, table: str) -> None:
    settled(cafe, name=WORD, footer=ARABIC, address=f"{WORD}\n{ARABIC}")
    dish = {"name": f"{WORD} {ARABIC}", "price": "1234.50"}
    cafe.menu["long"] = cafe.offer("Coffee", dish)
    cafe.order(table, "long", quantity=9)
    stays_whole(show(open_window(NARROW), sold(cafe, table, "20000")))
