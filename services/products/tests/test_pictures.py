"""Pictures are drawn anew in the sizes that pages ask for; hostile files are refused."""

import threading
import zlib
from io import BytesIO
from struct import pack

import pytest
from kit.errors import BadRequest, Unavailable
from PIL import Image
from products import pictures
from products.pictures import LARGEST, SAVED, WIDTHS, drawn

RED, BLUE = (200, 30, 30), (30, 30, 200)
WHERE = 0x8825  # of a photograph: the GPS part of its EXIF
TURNED = 0x0112


def picture(size=(1600, 1200), kind="JPEG", mode="RGB", colour=RED, **options):
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def opened(content):
    return Image.open(BytesIO(content))


def chunk(name, data):
    return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))


def png_of(width, height, data=b""):
    head = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def refusal(content):
    with pytest.raises(BadRequest) as refused:
        drawn(content)
    return refused.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_in_three_widths_and_all_formats(kind):
    made = drawn(picture(kind=kind))
    assert made.files.keys() == {f"{made.key}-{each}.{end}" for each in WIDTHS for end in SAVED}
    for name, content in made.files.items():
        shown = opened(content)
        assert shown.size == (int(name.split("-")[1].split(".")[0]), shown.width * 3 // 4)
        assert shown.format == SAVED[name.split(".")[1]][0]


def test_the_same_picture_has_the_same_key_and_another_has_another():
    assert drawn(picture()).key == drawn(picture()).key
    assert drawn(picture()).key != drawn(picture(colour=BLUE)).key


def test_a_small_picture_is_not_made_larger():
    sizes = {opened(content).size for content in drawn(picture((400, 300))).files.values()}
    assert sizes == {(320, 240), (400, 300)}


def test_metadata_is_dropped_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[TURNED] = 6
    exif[0x010F] = "somebody's phone"
    exif.get_ifd(WHERE)[1] = "N"
    photograph = picture((800, 400), exif=exif, comment=b"secret words")
    assert b"somebody's phone" in photograph
    for content in drawn(photograph).files.values():
        shown = opened(content)
        assert shown.height == 2 * shown.width
        assert (len(shown.getexif()), "icc_profile" in shown.info) == (0, False)
        assert b"somebody" not in content
        assert b"secret" not in content


def test_what_is_hidden_behind_the_pixels_is_gone():
    """A polyglot: a picture that is a page and an archive as well."""
    page = b"<script>alert(1)</script>PK\x05\x06" + b"\0" * 18
    for content in drawn(picture() + page).files.values():
        assert b"script" not in content
        assert b"PK\x05\x06" not in content


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
def test_what_is_transparent_lies_on_white(mode):
    see_through = picture((64, 64), "PNG", mode, 0 if mode in ("P", "L", "1") else None)
    pixel = opened(drawn(see_through).files[f"{drawn(see_through).key}-320.jpg"]).getpixel((5, 5))
    white = mode in ("RGBA", "LA")
    assert pixel == ((255, 255, 255) if white else (0, 0, 0))


def test_a_printers_colours_are_taken():
    assert drawn(picture(mode="CMYK", colour=(0, 255, 255, 0))).files


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MOVES = {"save_all": True, "append_images": [Image.new("RGB", (64, 64), BLUE)]}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        *((b"", "not_a_picture"), (b"hello", "not_a_picture"), (SVG, "not_a_picture")),
        (b"<!doctype html><img src=x onerror=alert(1)>", "not_a_picture"),
        (picture()[:3000], "not_a_picture"),
        (picture(kind="PNG")[:300], "not_a_picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "not_a_picture"),
        (picture((64, 64), "GIF"), "not_a_picture"),
        (picture((64, 64), "TIFF"), "not_a_picture"),
        (picture((64, 64), "BMP"), "not_a_picture"),
        (picture((64, 64), "PDF"), "not_a_picture"),
        (picture((64, 64), "WEBP", **MOVES), "not_a_picture"),
        (picture((64, 64), "PNG", **MOVES), "not_a_picture"),
        (png_of(64, 64, b"\0" * 10), "not_a_picture"),
        (png_of(0, 64), "not_a_picture"),
        (picture((8, 4000), "PNG"), "not_a_picture"),
        (png_of(60_000, 60_000), "picture_too_large"),
        (png_of(2**31 - 1, 2**31 - 1), "picture_too_large"),
        (png_of(12_001, 16), "picture_too_large"),
        (b"\0" * (LARGEST + 1), "picture_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}-bytes",
)
def test_hostile_files_are_refused(content, reason):
    assert refusal(content) == reason


def test_a_text_that_unpacks_to_very_much_is_refused():
    bomb = chunk(b"zTXt", b"x\0\0" + zlib.compress(b"a" * 200_000_000))
    small = png_of(64, 64, b"\0" * (64 * (3 * 64 + 1)))
    assert refusal(small[:33] + bomb + small[33:]) == "not_a_picture"


def test_pictures_are_drawn_one_at_a_time(monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with pictures._one_at_a_time, pytest.raises(Unavailable):
        drawn(picture((64, 64)))
    thread = threading.Thread(target=drawn, args=[b"broken"])
    with pytest.raises(BadRequest):
        drawn(b"broken")
    assert not thread.is_alive()
    assert drawn(picture((64, 64))).files
