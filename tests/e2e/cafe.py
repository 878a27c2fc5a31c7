"""A café to test at: made through the API, with tables and a menu."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterable
from io import StringIO
from typing import Any

from demo import gallery
from demo.api import Api as DemoApi
from demo.menu import MENU
from tests.e2e.logins import signed_in
from tests.support.api import Api, Place, User, answer
from tests.support.waiting import wait_for

SOLD_OUT_WITHIN = 5.0  # seconds
TOLD_WITHIN = 5.0  # seconds
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
        {"name": "Soup of the day", "price": "6.50", "is_active": False},
    ],
    "Cakes": [{"name": "Carrot cake", "price": "4.60", "tags": [VEGETARIAN]}],
}


def cells_of(dish: dict[str, Any]) -> dict[str, Any]:
    """A dish as a file of products has it: names of a list between bars."""
    return {
        field: "|".join(map(_name, value)) if isinstance(value, list) else value
        for field, value in dish.items()
    }


def _name(one: Any) -> str:
    return str(one["name"] if isinstance(one, dict) else one)


class Cafe(Place):
    """A location with what the tests order; `products` are ids by name."""

    menu: dict[str, int]

    @classmethod
    def opened(cls, api: Api, owner: User, *, whole: bool = False) -> Cafe:
        """A new café with a small menu, or with the whole of the demo's."""
        address = f"Quay {secrets.randbelow(10**6)}, Berlin"
        place = {"name": "Café Aisle", "address": address}
        body = {**owner.claim, "location": place}
        made = cls(api, owner, answer(api.post("/locations/create/", body))["id"])
        dishes = [
            (group, dish) for group, some in (MENU if whole else SMALL).items() for dish in some
        ]
        made.menu = made.offer_all(dishes)
        return made

    @property
    def login(self) -> dict[str, Any]:
        """The owner's, for `open_window`."""
        return signed_in(self.owner)

    def hire(self, role: str) -> User:
        """Somebody new who works here in this role."""
        user = self.api.register()
        path = f"/locations/staff/add/{self.location_id}/"
        self.staff(path, username=user.username, role=role)
        return user

    def show_pictures(self) -> None:
        """Let the café look as the demo's does."""
        gallery.seed(DemoApi(self.api.url, self.owner.access), self.location_id)

    def offer(self, category: str, dish: dict[str, Any]) -> int:
        """Put a dish on the menu; returns its id."""
        product = {"location_id": self.location_id, "categories": [{"name": category}], **dish}
        return int(self.staff("/products/create/", product=product)["id"])

    def choices(
        self, dish: str, name: str, *options: dict[str, Any], **more: Any
    ) -> dict[str, Any]:
        """Have a group of options asked for with a dish, behind those that it has."""
        group = {"location_id": self.location_id, "name": name, "options": list(options), **more}
        made = dict(self.staff("/products/options/create/", group=group))
        product_id = self.menu[dish]
        known = answer(self.api.get(f"/products/get/{product_id}/"))["option_groups"]
        groups = {"option_groups": [*known, made["id"]]}
        self.staff(f"/products/edit/{product_id}/", product=groups)
        return made

    def offer_all(self, dishes: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, int]:
        """Put dishes with their categories on the menu by one file; returns the ids by name."""
        rows = [{"categories": group, **cells_of(dish)} for group, dish in dishes]
        text = StringIO()
        writer = csv.DictWriter(text, dict.fromkeys(name for row in rows for name in row))
        writer.writeheader()
        writer.writerows(rows)
        report = self.staff(f"/products/import/{self.location_id}/", csv=text.getvalue())
        return {line["name"]: line["product_id"] for line in report["lines"]}

    def staff(self, path: str, **body: Any) -> Any:
        """What the API answers the owner."""
        return answer(self.api.post(path, body, headers=self.owner.bearer))

    def staff_get(self, path: str) -> Any:
        """What the owner reads."""
        return answer(self.api.get(path, headers=self.owner.bearer))

    def order(self, code: str, name: str, **more: Any) -> dict[str, Any]:
        """An order by a guest whose phone is none of the test's windows."""
        body = {"session_code": code, "product_id": self.menu[name], **more}
        return dict(answer(self.api.post("/orders/create/", body))["orders"][-1])

    def place(self, code: str, *lines: tuple[str, int, str], guest: str = "") -> None:
        """What a guest sends at once: dishes with quantity and note."""
        wanted = [
            {"product_id": self.menu[name], "quantity": quantity, "note": note}
            for name, quantity, note in lines
        ]
        body = {"session_code": code, "guest": guest, "lines": wanted}
        answer(self.api.post("/orders/place/", body))

    def line(self, code: str, name: str, **more: Any) -> dict[str, Any]:
        """Something that a guest puts into the cart."""
        body = {"session_code": code, "product_id": self.menu[name], **more}
        return dict(answer(self.api.post("/orders/cart/add/", body)))

    def move(self, order_id: int, *states: str, reason: str = "") -> None:
        """Through these states."""
        for state in states:
            self.staff(f"/orders/move/{order_id}/", state=state, reason=reason)

    def close(self, code: str) -> None:
        self.staff(f"/orders/sessions/close/{code}/")

    def wait_menu(self, *names: str) -> None:
        """For an order of the menu that the page shows before the server knows it."""
        path = f"/products/find/?location_id={self.location_id}"

        def stored() -> bool:
            products = [each["product"] for each in answer(self.api.get(path))]
            products.sort(key=lambda product: (product["position"] is None, product["position"]))
            return [product["name"] for product in products] == list(names)

        wait_for(stored, TOLD_WITHIN, "the menu is in its new order")

    def sell_out(self, name: str) -> None:
        """No more of a dish; returns when it is refused: orders look at the menu once a second."""
        self.staff(f"/products/edit/{self.menu[name]}/", product={"is_active": False})
        code, body = self.open(), {"product_id": self.menu[name]}
        wait_for(
            lambda: self.api.order(code, **body).status_code == 400, SOLD_OUT_WITHIN, f"no {name}"
        )
        self.close(code)

    def wait_offered(self, name: str, status: int = 200) -> None:
        """For what guests who order a dish are answered, by all processes: each knows of hours and
        pauses within two seconds.
        """
        code, body = self.open(), {"product_id": self.menu[name]}

        def answered() -> bool:
            return self.api.order(code, **body).status_code == status

        wait_for(lambda: all(answered() for _ in range(4)), SOLD_OUT_WITHIN, f"{name}: {status}")
        self.close(code)

    def live(self, code: str) -> dict[str, Any]:
        """What a listener's snapshot holds."""
        return dict(answer(self.api.get(f"/orders/sessions/live/{code}/"))["data"])

    def state(self, code: str, order_id: int) -> str:
        """An order's state as the API tells it."""
        orders = self.api.session(code)["orders"]
        return next(str(order["state"]) for order in orders if order["id"] == order_id)

    def wait_state(self, code: str, order_id: int, state: str) -> None:
        """For what the panel shows before the server knows it."""
        wait_for(lambda: self.state(code, order_id) == state, TOLD_WITHIN, f"order is {state}")

    def call(self, code: str, kind: str) -> dict[str, Any]:
        """A guest's call: "waiter" or "bill"."""
        body = {"session_code": code, "kind": kind}
        return dict(answer(self.api.post("/orders/calls/make/", body)))
