"""Names at the panel: a word breaks only where it is wider than its card."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.enlarged import WORD
from tests.e2e.looks import becomes, broken_words, fits_across
from tests.e2e.people import Staff
from tools.browser.window import TABLET, Device

NARROWEST = Device("small phone", 320, 640, mobile=True)
WIDE = Device("screen on the wall", 1920, 1080, mobile=False)
DISHES = ("Cappuccino", "Shakshuka", "Käsespätzle")


@pytest.fixture
def codes(cafe: Cafe) -> list[str]:
    """So many tables that their cards are as narrow as they become."""
    cafe.menu |= {
        name: cafe.offer("Kitchen", {"name": name, "price": "5.00"}) for name in (*DISHES, WORD)
    }
    codes = [cafe.open(f"Terrasse {number}") for number in range(1, 11)]
    for code in codes:
        cafe.place(code, *((name, 12 if name == "Shakshuka" else 1, "") for name in DISHES))
    return codes


def enlarge(staff: Staff) -> None:
    """The largest size of the cards that the settings of this device offer."""
    staff.page.get_by_role("button", name="Settings").click()
    dialog = staff.page.get_by_role("dialog", name="Settings of this device")
    dialog.get_by_label("Size of the cards").select_option("Large")
    staff.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    sized(staff, "=== '1.6'")


def sized(staff: Staff, wanted: str) -> None:
    """Wait until the cards have a size that is so."""
    becomes(
        staff.page,
        f"document.querySelector('.tickets').style.getPropertyValue('--size') {wanted}",
    )


@pytest.mark.parametrize("device", [NARROWEST, TABLET, WIDE], ids=str)
def test_words_of_ordinary_length_stay_whole(
    open_window: Open, cafe: Cafe, codes: list[str], device: Device
) -> None:
    staff = Staff(open_window(device, signed_in=cafe.login)).arrive()
    cards = staff.page.get_by_role("article")
    expect(cards).to_have_count(len(codes))
    sized(staff, "!== ''")
    look_at_names(staff, cards)
    enlarge(staff)
    look_at_names(staff, cards)
    staff.look("Tables")
    assert broken_words(staff.page.get_by_role("list", name="Open tables")) == []


def look_at_names(staff: Staff, cards: Locator) -> None:
    for card in cards.all():
        assert broken_words(card) == []
    apart(cards.first)
    fits_across(staff.page)


def apart(card: Locator) -> None:
    """What can be pressed in a line is large, and the words of the line lie beside or above it."""
    for line in card.locator(".line").all():
        more = line.get_by_role("button", name=re.compile("^More: ")).bounding_box()
        state = line.locator(".line-state").evaluate(
            "one => { const all = document.createRange(); all.selectNodeContents(one);"
            " return all.getBoundingClientRect().right; }"
        )
        name = line.locator(".what").bounding_box()
        assert more is not None
        assert name is not None
        assert min(more["width"], more["height"]) >= 44
        assert state <= more["x"] + 0.5
        assert name["x"] + name["width"] <= more["x"] + 0.5 or (
            name["y"] + name["height"] <= more["y"] + 0.5
        )


def test_a_word_that_is_wider_than_its_card_breaks(
    cafe: Cafe, codes: list[str], staff: Staff
) -> None:
    cafe.place(codes[0], (WORD, 1, ""))
    card = staff.card("Terrasse 1")
    expect(card.get_by_role("button", name=re.compile(f"^More: {WORD}"))).to_be_visible()
    assert broken_words(card) == [WORD]
    apart(card)
    fits_across(staff.page)


def test_all_of_a_line_is_pressed(cafe: Cafe, codes: list[str], staff: Staff) -> None:
    """Its state, too, which stands below the name."""
    order = cafe.api.session(codes[0])["orders"][0]
    line = staff.card("Terrasse 1").locator(".line").first
    expect(line.locator(".line-state")).to_have_text("New")
    box = line.locator(".line-state").bounding_box()
    assert box is not None
    staff.page.mouse.click(box["x"] + 4, box["y"] + box["height"] / 2)
    expect(line.get_by_role("button", name=re.compile("Cappuccino Accepted"))).to_be_visible()
    cafe.wait_state(codes[0], order["id"], "accepted")
