"""A café to test at: made through the API, with tables and a menu."""

from __future__ import annotations

from typing import Any

from tests.integration.api import Api, Place, User, answer
from tools.stack.menu import MENU

VEGAN, VEGETARIAN = {"name": "vegan"}, {"name": "vegetarian"}
SMALL: dict[str, list[dict[str, Any]]] = {
    "Coffee": [
        {"name": "Espresso", "price": "2.40", "tags": [VEGAN]},
        {"name": "Flat white", "price": "3.80", "tags": [VEGETARIAN]},
    ],
    "Kitchen": [
        {
            "name": "Avocado toast",
            "price": "8.90",
            "description": "Sourdough, avocado, lemon",
            "tags": [VEGAN, VEGETARIAN],
            "additives": [{"name": "gluten"}],
        },
        {"name": "Club sandwich", "price": "11.20", "additives": [{"name": "gluten"}]},
        {"name": "Soup of the day", "price": "6.50", "stock": 0},
    ],
    "Cakes": [{"name": "Carrot cake", "price": "4.60", "tags": [VEGETARIAN]}],
}


class Cafe(Place):
    """A location with what the tests order; `products` are ids by name."""

    menu: dict[str, int]

    @classmethod
    def opened(cls, api: Api, owner: User, *, whole: bool = False) -> Cafe:
        """A new café with a small menu, or with the whole of the demo's."""
        made = cls.create(api, owner)
        assert isinstance(made, cls)
        dishes = [
            (group, dish) for group, some in (MENU if whole else SMALL).items() for dish in some
        ]
        made.menu = {dish["name"]: made.offer(group, dish) for group, dish in dishes}
        return made

    def offer(self, category: str, dish: dict[str, Any]) -> int:
        """Put a dish on the menu; returns its id."""
        product = {"location_id": self.location_id, "categories": [{"name": category}], **dish}
        return int(self.staff("/products/create/", product=product)["id"])

    def staff(self, path: str, **body: Any) -> Any:
        """What the API answers the owner."""
        return answer(self.api.post(path, body, headers=self.owner.bearer))

    def order(self, code: str, name: str, **more: Any) -> dict[str, Any]:
        """An order by a guest whose phone is none of the test's windows."""
        body = {"session_code": code, "product_id": self.menu[name], **more}
        return dict(answer(self.api.post("/orders/create/", body))["orders"][-1])
