"""What guests of the demo's café choose with a dish, as the API tells it."""

from __future__ import annotations

from demo.api import Api
from demo.options import CHOICES


def options_of(api: Api, place: int) -> tuple[dict[str, list[str]], set[str]]:
    """Which options each dish has, and which of all are counted."""
    products = [each["product"] for each in api.get("/products/find/", location_id=place)]
    chosen = {
        each["name"]: [option["name"] for group in each["options"] for option in group["options"]]
        for each in products
        if each["options"]
    }
    groups = api.get("/products/options/find/", location_id=place)
    options = [option for group in groups for option in group["options"]]
    return chosen, {each["name"] for each in options if each["product_id"] is not None}


def its_dishes_have_options(api: Api, place: int) -> None:
    chosen, counted = options_of(api, place)
    assert chosen.keys() == CHOICES.keys()
    assert chosen["Cappuccino"] == ["Cow's milk", "Oat milk", "Soy milk", "Small", "Large"]
    assert counted == {"Oat milk"}
