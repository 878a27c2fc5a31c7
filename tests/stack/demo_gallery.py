"""What a suite with its demo shows of the café."""

from __future__ import annotations

from typing import Any

import requests

from demo.api import Api
from demo.gallery import COLOR

SHOWN = {".webp": "image/webp", ".jpg": "image/jpeg"}


def cafe_of(api: Api) -> dict[str, Any]:
    """The café as somebody finds it."""
    [found] = api.get("/locations/find/", name="Café Aisle")
    return dict(found["location"])


def images(api: Api, location_id: int) -> list[str | None]:
    """The addresses of all dishes' pictures."""
    entries = api.get("/products/find/", location_id=location_id, limit=100)
    found = [entry["product"] for entry in entries]
    return [product["image"] for product in found if product["is_listed"]]


def its_dishes_have_pictures(url: str, api: Api) -> None:
    """Check that each dish of the café shows another picture, and the café its logo and colour."""
    cafe = cafe_of(api)
    assert cafe["color"] == COLOR
    found = [*images(api, cafe["id"]), cafe["logo"]]
    assert (len(set(found)), None in found) == (31, False)
    for address in map(str, found):
        for end, kind in SHOWN.items():
            shown = requests.get(url + address.replace(".jpg", end), timeout=10)
            assert (shown.status_code, shown.headers["Content-Type"]) == (200, kind)


def it_goes_on_without_pictures(api: Api) -> None:
    """Check a café whose suite has no place for pictures."""
    cafe = cafe_of(api)
    assert (cafe["logo"], cafe["color"], set(images(api, cafe["id"]))) == (None, COLOR, {None})
