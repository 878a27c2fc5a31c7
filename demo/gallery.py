"""What the café looks like: logo, colour, and a picture of each dish, drawn by ourselves."""

from __future__ import annotations

import re
from pathlib import Path

from demo.api import Api, Refused

DRAWINGS, PICTURES = (Path(__file__).with_name(name) for name in ("drawings", "pictures"))
LOGO = PICTURES / "logo.webp"
COLOR = "#9c3f2b"


def picture_file(name: str) -> Path:
    """The picture of a dish: that of "Still water 0.5 l" is `still-water-0-5-l.webp`."""
    return PICTURES / f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}.webp"


def seed(api: Api, location_id: int) -> None:
    """Send what has no picture yet; who has chosen another one keeps it. Where the suite has no
    place for pictures the café goes on without.
    """
    location = api.get(f"/locations/get/{location_id}/")
    if location["color"] is None:
        api.post(f"/locations/edit/{location_id}/", {"location": {"color": COLOR}})
    try:
        if location["logo"] is None:
            logo = api.upload(f"/products/picture/{location_id}/?for=logo", LOGO)
            api.post(f"/locations/edit/{location_id}/", {"location": {"logo": logo}})
        _dishes(api, location_id)
    except Refused as refused:
        if refused.reason != "pictures_unavailable":
            raise


def _dishes(api: Api, location_id: int) -> None:
    for entry in api.get("/products/find/", location_id=location_id, limit=100):
        product = entry["product"]
        file = picture_file(product["name"])
        if product["image"] is None and file.exists():
            image = api.upload(f"/products/picture/{location_id}/", file)
            api.post(f"/products/edit/{product['id']}/", {"product": {"image": image}})
