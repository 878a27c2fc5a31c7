"""Hostile files, sent as pictures: refused in the envelope, nothing kept, the service goes on."""

import zlib
from io import BytesIO
from struct import pack

import pytest
from conftest import HERE
from photographs import BLUE, folder, image, opened, photograph, send
from PIL import Image
from products.models import Picture

pytestmark = pytest.mark.django_db
__all__ = ["folder", "send"]
PAGE = b"<!doctype html><script>alert(document.domain)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
MOVES = {"save_all": True, "append_images": [Image.new("RGB", (64, 64), BLUE)]}
SOUND = b"\0" * 64 * 193  # pixels of a PNG of 64 by 64
MUCH = b"x\0\0" + zlib.compress(b"a" * 200_000_000)
PNG = b"\x89PNG\r\n\x1a\n"


def chunk(name, data, checksum=None):
    checksum = zlib.crc32(name + data) if checksum is None else checksum
    return pack(">I", len(data)) + name + data + pack(">I", checksum)


def head(width, height, depth=8, kind=2):
    return chunk(b"IHDR", pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))


def png_of(width, height, data=b"", *, depth=8, kind=2, before=b""):
    pixels = chunk(b"IDAT", zlib.compress(data))
    return PNG + head(width, height, depth, kind) + before + pixels + chunk(b"IEND", b"")


def many_chunks(count):
    return png_of(64, 64, SOUND, before=chunk(b"tEXt", b"a\0b") * count)


def webp_of(size):
    """The head of a picture of this size, and no pixels."""
    canvas = (size - 1).to_bytes(3, "little") * 2
    part = b"VP8X" + pack("<I", 10) + b"\0" * 4 + canvas
    return b"RIFF" + pack("<I", len(part) + 4) + b"WEBP" + part


NONE = {
    "nothing": b"",
    "a page": PAGE,
    "a page that begins as a GIF": b"GIF89a/*" + PAGE,
    "an SVG": SVG,
    "an SVG behind spaces": b"\n \t" + SVG,
    "an archive": b"PK\x03\x04" + b"\0" * 100,
    "a program": b"\x7fELF" + b"\0" * 500,
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(x) print\n",
    "a PDF": photograph((64, 64), "PDF"),
    "a GIF": photograph((64, 64), "GIF"),
    "a TIFF": photograph((64, 64), "TIFF"),
    "a BMP": photograph((64, 64), "BMP"),
    "an icon": photograph((64, 64), "ICO"),
    "an XBM with a script": b"#define a_width 16\n#define a_height 16\nstatic char a[]={" + PAGE,
    "a WebP that moves": photograph((64, 64), "WEBP", **MOVES),
    "a PNG that moves": photograph((64, 64), "PNG", **MOVES),
    "a JPEG cut short": photograph()[:2000],
    "a PNG cut short": photograph(kind="PNG")[:200],
    "a WebP cut short": photograph(kind="WEBP")[:100],
    "the head of a JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\xff" * 1000,
    "a PNG without pixels": png_of(64, 64, b"\0" * 10),
    "a PNG with a wrong checksum": PNG + chunk(b"IHDR", b"\0" * 13, checksum=1),
    "a PNG of no size": png_of(0, 0),
    "a line of pixels": photograph((4000, 1), "PNG"),
    "a WebP with no pixels": webp_of(64),
    "a large WebP with no pixels": webp_of(16_000),
    "text that unpacks to 200 MB": png_of(64, 64, SOUND, before=chunk(b"zTXt", MUCH)),
    "a profile that unpacks to 200 MB": png_of(64, 64, b"", before=chunk(b"iCCP", MUCH)),
}
LARGE = {
    "a bomb of 3.6 gigapixels": png_of(60_000, 60_000),
    "a bomb of one side": png_of(2**31 - 1, 16),
    "a bomb of one bit": png_of(30_000, 30_000, depth=1, kind=0),
    "a PNG of 13 million pixels": png_of(4_001, 3_200),
    "a JPEG of 24.1 million pixels": photograph((6_010, 4_010))[:9_000],
}


@pytest.mark.parametrize("content", NONE.values(), ids=NONE)
def test_hostile_files_are_refused_and_nothing_is_kept(send, folder, refused, content):
    refused(send(content), 400, "not_a_picture")
    assert (Picture.objects.count(), folder.exists()) == (0, False)


@pytest.mark.parametrize("content", LARGE.values(), ids=LARGE)
def test_files_of_too_many_pixels_are_refused_by_their_head(send, folder, refused, content):
    assert len(content) < 10_000
    refused(send(content), 400, "picture_too_large")
    assert (Picture.objects.count(), folder.exists()) == (0, False)


@pytest.mark.parametrize(
    "behind", [PAGE, SVG, b"PK\x05\x06" + b"\0" * 18, b"<?php system('id');", b"\0" * 100_000]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_polyglot_is_drawn_and_loses_what_is_behind_it(send, folder, client, behind, kind):
    address = image(send(photograph((64, 64), kind) + behind))
    for content in stored(folder):
        assert b"script" not in content.lower()
        assert b"php" not in content
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert opened(client.get(address).content).size == (64, 64)


def stored(folder):
    """What is in the six files."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert len(contents) == 6
    return contents


def with_secrets():
    """A photograph that says where and by whom it was taken, in every place that a JPEG has."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET phone"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "SECRET north"
    more = {"comment": b"SECRET words", "xmp": b"<x:xmpmeta>SECRET</x:xmpmeta>"}
    return photograph((400, 200), exif=exif, icc_profile=b"SECRET" * 30, **more)


def test_where_a_photograph_was_taken_is_dropped_and_it_stands_upright(send, folder):
    assert with_secrets().count(b"SECRET") > 30
    image(send(with_secrets()))
    for content in stored(folder):
        shown = opened(content)
        assert (shown.height, len(shown.getexif())) == (shown.width * 2, 0)
        assert b"SECRET" not in content


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        *(("CMYK", "JPEG"), ("L", "JPEG"), ("RGBA", "PNG"), ("P", "PNG"), ("1", "PNG")),
        *(("I;16", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP")),
    ],
)
def test_all_kinds_of_pixels_are_drawn(send, folder, client, mode, kind):
    written = BytesIO()
    Image.new(mode, (64, 64)).save(written, kind)
    address = image(send(written.getvalue()))
    assert opened(client.get(address).content).mode == "RGB"


def test_a_wrong_name_and_type_change_nothing(send, folder, client):
    address = image(send(photograph(kind="PNG"), kind="image/svg+xml"))
    assert client.get(address)["Content-Type"] == "image/jpeg"


def test_many_small_parts_take_no_longer(send, folder):
    assert image(send(many_chunks(20_000)))


def test_after_all_of_them_a_picture_is_taken(send, folder):
    for content in (*NONE.values(), *LARGE.values()):
        assert send(content).status_code == 400
    assert image(send(photograph(), HERE))
