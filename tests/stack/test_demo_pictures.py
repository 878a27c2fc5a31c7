"""Each dish of the demo has a picture that we have drawn, and the café a logo and a colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from demo.gallery import COLOR, DRAWINGS, LOGO, PICTURES, picture_file
from demo.menu import MENU
from tools import drawings

DISHES = [dish["name"] for dishes in MENU.values() for dish in dishes]
ALL_OF_THEM = 2_000_000  # bytes
ONE = range(8_000, 90_000)  # bytes
OWN = {f"{name}.svg" for name in (*drawings.names(), drawings.PARTS)}


def opened(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        assert picture.format == "WEBP"
        return picture.convert("RGB")


def test_a_picture_is_named_like_its_dish() -> None:
    assert picture_file("Still water 0.5 l").name == "still-water-0-5-l.webp"
    assert picture_file("Quiche and salad").name == "quiche-and-salad.webp"
    assert picture_file("../../etc").parent == PICTURES


@pytest.mark.parametrize("name", DISHES)
def test_every_dish_has_a_real_picture(name: str) -> None:
    file = picture_file(name)
    assert file.stat().st_size in ONE
    picture = opened(file)
    assert picture.size == drawings.DISH
    middle = picture.crop((200, 100, 600, 500)).resize((48, 48))
    assert len(middle.quantize(64).getcolors() or []) > 40, "more than an empty ground"
    shades = middle.convert("L").tobytes()
    assert max(shades) - min(shades) > 90, "can be told from its ground"


def test_no_two_dishes_look_the_same() -> None:
    small = {name: opened(picture_file(name)).resize((24, 18)).tobytes() for name in DISHES}
    assert len(set(small.values())) == len(DISHES) == 30


def test_pictures_and_drawings_belong_together() -> None:
    made = {path.stem for path in PICTURES.glob("*")}
    assert made == set(drawings.names()) == {picture_file(name).stem for name in DISHES} | {"logo"}
    assert sum(path.stat().st_size for path in PICTURES.glob("*")) < ALL_OF_THEM


def test_the_logo_can_be_read_when_it_is_small() -> None:
    picture = opened(LOGO)
    assert picture.size == (512, 512)
    small = picture.resize((48, 48)).convert("L")
    light = sum(small.histogram()[170:])
    assert 0.15 < light / 48**2 < 0.6, "a shape on a ground"


def test_the_colour_is_strong_enough_for_white_letters() -> None:
    parts = [int(COLOR[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) > 4.5


@pytest.mark.parametrize("file", sorted(DRAWINGS.glob("*.svg")), ids=lambda file: file.stem)
def test_a_drawing_holds_nothing_but_itself(file: Path) -> None:
    text, shared = file.read_text(), (DRAWINGS / f"{drawings.PARTS}.svg").read_text()
    assert "<script" not in text
    assert "<image" not in text
    assert set(re.findall(r"https?://[^\"]*", text)) == {"http://www.w3.org/2000/svg"}
    named = set(re.findall(r'\bid="([\w-]+)"', text + shared))
    used = set(re.findall(r'(?:href="#|url\(#)([\w-]+)', text))
    assert used <= named, used - named


def test_nothing_else_lies_beside_the_drawings() -> None:
    assert {path.name for path in DRAWINGS.iterdir()} == OWN | {"README.md"}
