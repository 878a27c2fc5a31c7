"""What guests of the café choose with a dish: milks, sizes, extras."""

from __future__ import annotations

from typing import Any

from demo.api import Api
from demo.words import choice_words

# What only options take from stock: it stands on no menu.
CARTON = {"name": "Oat milk, cups", "price": "0", "stock": 60, "is_listed": False}


def _option(
    name: str, price: str = "0", *allergens: str, is_default: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "price": price,
        "allergens": list(allergens),
        "words": choice_words(name),
        "is_default": is_default,
    }


OAT = "Oat milk"
GROUPS: list[dict[str, Any]] = [
    {
        "name": "Milk",
        "least": 1,
        "most": 1,
        "options": [
            _option("Cow's milk", "0", "milk", is_default=True),
            _option(OAT, "0.50", "gluten"),
            _option("Soy milk", "0.40", "soybeans"),
        ],
    },
    {
        "name": "Size",
        "least": 1,
        "most": 1,
        "options": [_option("Small", is_default=True), _option("Large", "0.90")],
    },
    {
        "name": "Extras",
        "least": 0,
        "most": 3,
        "options": [
            _option("Poached egg", "2.00", "eggs"),
            _option("Feta", "1.80", "milk"),
            _option("More bread", "1.20", "gluten"),
        ],
    },
]
# Which dishes have them.
CHOICES = {
    "Cappuccino": ("Milk", "Size"),
    "Flat white": ("Milk",),
    "Hot chocolate": ("Milk",),
    "Filter coffee": ("Size",),
    "Home-made lemonade": ("Size",),
    "Shakshuka": ("Extras",),
    "Avocado toast": ("Extras",),
}


def seed(api: Api, location_id: int) -> None:
    """Make the groups that are missing, and give the new ones to their dishes."""
    api.post("/products/create/", {"product": {"location_id": location_id, **CARTON}})
    ids = api.products(location_id)
    found = api.get("/products/options/find/", location_id=location_id)
    known = {each["name"] for each in found}
    for group in GROUPS:
        if group["name"] not in known:
            made = api.post("/products/options/create/", {"group": _at(location_id, group, ids)})
            _give(api, ids, made)


def _at(location_id: int, group: dict[str, Any], ids: dict[str, int]) -> dict[str, Any]:
    """The group of this location: one oat milk takes a cup from stock."""
    counted = {OAT: {"product_id": ids[str(CARTON["name"])]}}
    options = [each | counted.get(each["name"], {}) for each in group["options"]]
    words = choice_words(group["name"])
    return {**group, "location_id": location_id, "options": options, "words": words}


def _give(api: Api, ids: dict[str, int], group: dict[str, Any]) -> None:
    for dish, names in CHOICES.items():
        if group["name"] in names and dish in ids:
            product = api.get(f"/products/get/{ids[dish]}/")
            groups = {"option_groups": [*product["option_groups"], group["id"]]}
            api.post(f"/products/edit/{product['id']}/", {"product": groups})
