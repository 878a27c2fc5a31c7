"""What the café has taken: how it takes money, and bills of guests who have left, as staff take
them. One day is closed already; what was paid since lies in the drawer.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from demo.api import Api

RECEIPTS = {
    "name": "Café Aisle",
    "address": "Quay 7\n10999 Berlin",
    "tax_number": "13/123/45678",
    "footer": "Thank you, come again!",
    "vat_rates": ["19", "7"],
    "tips": [5, 10, 15],
}
FOOD = "7"  # percent; drinks have the standard rate
FLOAT = "100.00"
DRINKS = ("Coffee", "Tea and chocolate", "Cold drinks")
STEPS = ("accepted", "preparing", "ready", "served")


@dataclass(frozen=True)
class Visit:
    """What guests have had, by dish, and how they have paid."""

    name: str
    dishes: dict[str, int]
    kind: str
    tip: str = "0"
    discount: str = ""  # in percent
    given: str = ""


BEFORE = (
    Visit("Breakfast club", {"Granola bowl": 2, "Cappuccino": 2}, "cash", "2.00", given="50"),
    Visit("Regulars", {"Espresso": 3, "Croissant": 3}, "card", "1.50", discount="10"),
    Visit("Cake for six", {"Carrot cake": 4, "Filter coffee": 6}, "card", "4.00"),
)
SINCE = (
    Visit("Lunch break", {"Soup of the day": 2, "Home-made lemonade": 2}, "cash", "1.00"),
    Visit("Neighbours", {"Shakshuka": 1, "Flat white": 2}, "card"),
    Visit("Afternoon", {"Cheesecake": 2, "Darjeeling": 2}, "cash", "0.80", given="30"),
)


def rate_of(category: str) -> dict[str, str]:
    """The rate of tax of what stands in this category, as products have it."""
    return {} if category in DRINKS else {"vat_rate": FOOD}


def seed(api: Api, location_id: int) -> None:
    """Say how the café takes money, and let guests come, pay and go, once: not where anybody has
    paid or has said it otherwise.
    """
    settings = f"/orders/bills/settings/{location_id}/"
    if api.get(settings)["name"] or api.get("/orders/receipts/find/", location_id=location_id):
        return
    api.post(settings, RECEIPTS)
    api.post(f"/orders/drawer/move/{location_id}/", {"amount": FLOAT, "reason": "Float"})
    ids = api.products(location_id)
    for visit in BEFORE:
        _visit(api, location_id, visit, ids)
    counted = api.get(f"/orders/drawer/get/{location_id}/")["expected"]
    api.post(f"/orders/closings/close/{location_id}/", {"counted": counted, "left": FLOAT})
    for visit in SINCE:
        _visit(api, location_id, visit, ids)


def _visit(api: Api, location_id: int, visit: Visit, ids: dict[str, int]) -> None:
    """Guests sit down without a table's code, order, are served, pay and go."""
    body = {"location_id": location_id, "name": visit.name}
    code = api.post("/orders/sessions/create/", body)["code"]
    lines = [{"product_id": ids[name], "quantity": count} for name, count in visit.dishes.items()]
    key = str(uuid.uuid4())
    ordered = {"session_code": code, "guest": "", "lines": lines}
    api.post("/orders/place/", ordered, Authorization=None, Idempotency_Key=key)
    for order in api.get(f"/orders/sessions/get/{code}/")["orders"]:
        for state in STEPS:
            api.post(f"/orders/move/{order['id']}/", {"state": state})
    if visit.discount:
        off = {"percent": visit.discount, "reason": "regular guest"}
        api.post(f"/orders/bills/discount/{code}/", off)
    api.post(f"/orders/bills/take/{code}/", _payment(visit))
    api.post(f"/orders/sessions/close/{code}/", {})


def _payment(visit: Visit) -> dict[str, Any]:
    paid = {"part": "all", "kind": visit.kind, "tip": visit.tip}
    return {**paid, "given": visit.given} if visit.given else paid
