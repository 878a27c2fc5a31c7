"""Pictures on their way from an owner's camera to a guest's phone, through the gateway."""

from __future__ import annotations

import os
from io import BytesIO

import pytest
import requests
from PIL import Image

from suite.registry import UPLOAD_LIMIT
from tests.support.api import Api, Place, answer

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def photograph(side: int = 700) -> bytes:
    """Noise, so that it is no small file."""
    written = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(written, "JPEG")
    return written.getvalue()


def sent(api: Api, place: Place, content: bytes, *, logo: bool = False) -> requests.Response:
    path = f"/products/picture/{place.location_id}/{'?for=logo' if logo else ''}"
    headers = {**place.owner.bearer, "Content-Type": "image/jpeg"}
    return api.call("POST", path, data=content, headers=headers)


def test_a_picture_of_more_than_other_bodies_is_sent_shown_and_on_the_menu(
    api: Api, place: Place
) -> None:
    content = photograph()
    assert len(content) > 256 * 1024
    got = sent(api, place, content)
    assert (got.status_code, got.json()["success"]) == (200, True)
    address = got.json()["image"]
    product = place.sell("Cake", "3.50", image=address)
    assert answer(api.get(f"/products/get/{product}/"))["image"] == address
    for end, kind in (("640.jpg", "image/jpeg"), ("320.webp", "image/webp")):
        shown = api.get(address.replace("640.jpg", end))
        assert (shown.status_code, shown.headers["Content-Type"]) == (200, kind)
        assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert Image.open(BytesIO(shown.content)).width == int(end[:3])


def test_a_logo_and_a_colour_are_the_place_s_and_guests_read_them(api: Api, place: Place) -> None:
    logo = sent(api, place, photograph(64), logo=True).json()["image"]
    body = {**place.owner.claim, "location": {"logo": logo, "color": "#0A7C5B"}}
    answer(api.post(f"/locations/edit/{place.location_id}/", body))
    shown = answer(api.get(f"/locations/get/{place.location_id}/"))
    assert (shown["logo"], shown["color"]) == (logo, "#0a7c5b")


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"x" * (UPLOAD_LIMIT + 1), 413, "request_too_large"),
        (b"x" * UPLOAD_LIMIT, 400, "not_a_picture"),
        (SVG, 400, "not_a_picture"),
        (b"", 400, "not_a_picture"),
    ],
    ids=["too large", "five megabytes of nothing", "a page", "nothing"],
)
def test_hostile_files_end_at_the_gateway_or_in_products(
    api: Api, place: Place, content: bytes, status: int, reason: str
) -> None:
    got = sent(api, place, content)
    assert (got.status_code, got.json()) == (status, {"success": False, "reason": reason})


def test_strangers_are_refused_whatever_they_send(api: Api, place: Place) -> None:
    path = f"/products/picture/{place.location_id}/"
    for content in (b"x" * UPLOAD_LIMIT, photograph(64)):
        got = api.call("POST", path, data=content)
        assert (got.status_code, got.json()["reason"]) == (403, "incorrect_credentials")
