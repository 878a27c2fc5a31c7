"""How a place shows itself: its colour that can be read, its dishes' pictures, its address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.common.test_kit import SHARED, page, run

__all__ = ["page"]

COLOURS = ["#ff0000", "#ffff00", "#000000", "#ffffff", "#0d6b4d", "#808080", "#00ffff", "#1a1aff"]
PAPER = {"light": ["#ffffff", "#f7f6f2"], "dark": ["#1b211e", "#121614"]}
RATIOS = """const { colours, paper } = argument;
const of = (one, other) => kit.contrast(kit.read(one), kit.read(other));
const themes = (colour) => Object.entries(kit.accentsOf(colour));
return colours.flatMap((colour) => themes(colour).flatMap(([theme, accent]) =>
  [...paper[theme], accent["--accent-soft"], accent["--on-accent"]].map((each) =>
    [colour, theme, each, of(accent["--accent"], each)])));"""


def test_a_places_colour_keeps_its_contrast_in_light_and_dark(page: Page) -> None:
    greys = [f"#{level:02x}{255 - level:02x}{level * 7 % 256:02x}" for level in range(0, 256, 5)]
    ratios = run(page, "accent", RATIOS, {"colours": COLOURS + greys, "paper": PAPER})
    assert len(ratios) == 2 * 4 * len(COLOURS + greys)
    assert [each for each in ratios if each[3] < 4.5] == []


def test_a_colour_that_can_be_read_stays_as_it_is(page: Page) -> None:
    assert run(page, "accent", 'return kit.accentsOf("#0d6b4d").light["--accent"];') == "#0d6b4d"


@pytest.mark.parametrize("odd", ["", None, "red", "#fff", "#12345g", "#1234567", "url(x)", 7])
def test_what_is_no_colour_is_none(page: Page, odd: object) -> None:
    assert run(page, "accent", "return kit.accentsOf(argument);", odd) is None


def test_a_page_is_painted_in_a_places_colour_by_cssom(page: Page) -> None:
    """The policy of the page lets it; it follows the system from light to dark, and ends."""
    code = """globalThis.end = kit.paint("#ff0000");"""
    shown = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    plain = page.evaluate(shown)
    run(page, "accent", code)
    light = page.evaluate(shown)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => {shown} !== light", arg=light)  # it hears of it soon
    dark = page.evaluate(shown)
    page.emulate_media(color_scheme="light")
    assert len({plain, light, dark}) == 3
    run(page, "accent", "globalThis.end(); kit.paint(null);")
    assert page.evaluate(shown) == plain


KEY = "0123456789abcdef" * 2
OURS = f"/products/pictures/7/{KEY}"
DRAWN = f"""const {{ render }} = await import("{SHARED}/view.js");
  const host = document.createElement("div");
  render(kit.pictureView(argument, 72), host);
  return host.innerHTML;"""


def test_a_picture_of_ours_comes_in_three_widths(page: Page) -> None:
    html = run(page, "picture", DRAWN, f"{OURS}-640.jpg")
    for width in (320, 640, 1280):
        assert f"{OURS}-{width}.webp {width}w" in html
        assert f"{OURS}-{width}.jpg {width}w" in html
    assert 'loading="lazy"' in html
    assert f'src="{OURS}-640.jpg"' in html


@pytest.mark.parametrize(
    ("image", "src"),
    [
        ("http://example.org/a.jpg", "https://example.org/a.jpg"),
        ("/static/a.png", "/static/a.png"),
        (f"{OURS}-64.jpg", f"{OURS}-64.jpg"),
        (f"https://example.org{OURS}-640.jpg", f"https://example.org{OURS}-640.jpg"),
    ],
)
def test_a_picture_of_another_address_is_as_it_is(page: Page, image: str, src: str) -> None:
    assert run(page, "picture", "return kit.sourcesOf(argument);", image) == {
        "src": src,
        "sources": [],
    }


@pytest.mark.parametrize(
    ("address", "only_here"),
    [
        *((f"http://{each}:8080/t/x/", True) for each in ("localhost", "127.0.0.1", "127.1.2.3")),
        *((f"http://{each}/", True) for each in ("[::1]", "0.0.0.0", "a.localhost", "LOCALHOST")),
        *((each, True) for each in ("", "nonsense", "http://localhost./", "http://2130706433/")),
        *((f"http://{each}/", False) for each in ("192.168.1.20", "cafe.example", "[fd00::1]")),
        *((f"https://{each}/", False) for each in ("localhost.example", "128.0.0.1", "a127.org")),
    ],
)
def test_a_phone_cannot_reach_codes_that_say_localhost(
    page: Page, address: str, only_here: bool
) -> None:
    assert run(page, "reach", "return kit.isOnlyHere(argument);", address) is only_here
