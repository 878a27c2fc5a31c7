"""Pictures of dishes, as an owner sends them: drawn here, no two alike."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from tests.e2e.cafe import Cafe

SIZE = (800, 600)


def photograph(number: int) -> bytes:
    """A JPEG of a plate whose colours tell which one it is."""
    red, blue = Image.linear_gradient("L"), Image.radial_gradient("L")
    green = Image.new("L", red.size, 40 + number * 37 % 200)
    written = BytesIO()
    Image.merge("RGB", (red, green, blue)).resize(SIZE).save(written, "JPEG", quality=80)
    return written.getvalue()


def send_pictures(cafe: Cafe, count: int) -> list[str]:
    """The addresses of so many pictures of the café."""
    return [send_picture(cafe, photograph(number)) for number in range(count)]


def send_picture(cafe: Cafe, content: bytes, purpose: str = "dish") -> str:
    path = f"/products/picture/{cafe.location_id}/" + ("?for=logo" if purpose == "logo" else "")
    headers = {**cafe.owner.bearer, "Content-Type": "image/jpeg"}
    answer = cafe.api.call("POST", path, data=content, headers=headers)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["image"])
