"""The café: a menu, open tables of which two have ordered, and a waiter."""

from __future__ import annotations

import uuid
from typing import Any

from demo.api import Api
from demo.menu import MENU, ORDERS
from demo.people import Person

LOCATION = {
    "name": "Café Aisle",
    "description": "Breakfast, lunch and cake by the canal. Order at your table.",
    "address": "Quay 7, 10999 Berlin",
    "latitude": "52.49340000",
    "longitude": "13.42270000",
    "website": "https://example.org/cafe-aisle",
    "telephone": "+49 30 5550100",
    "categories": [{"name": "café"}],
    "tags": [{"name": "breakfast"}, {"name": "terrace"}, {"name": "dogs welcome"}],
}
TABLES = ("Table 1", "Table 2", "Table 3", "Table 4", "Terrace 1", "Terrace 2")


def seed(admin: Api, waiter: Person | None, *, works: bool) -> int:
    """Make what is missing and return the café's id; `works` says whether the waiter does, who is
    None without an account.

    Guests order when a table is opened, so never twice.
    """
    location_id = admin.location(LOCATION)
    _fill_menu(admin, location_id)
    if waiter:
        if works:
            hired = {"username": waiter.username, "role": "waiter"}
            admin.post(f"/locations/staff/add/{location_id}/", hired)
        else:
            admin.post(f"/locations/staff/remove/{location_id}/", {"staff_id": waiter.user_id})
    for name in TABLES:
        table = {"location_id": location_id, "name": name}
        session = admin.post("/orders/sessions/create/", table)
        if session:
            _order(admin, location_id, session)
    return location_id


def _fill_menu(api: Api, location_id: int) -> None:
    for category, dishes in MENU.items():
        place = {"location_id": location_id, "categories": [{"name": category}]}
        for dish in dishes:
            api.post("/products/create/", {"product": place | dish})


def _order(api: Api, location_id: int, session: dict[str, Any]) -> None:
    """What the guests of a new table have ordered, as they would themselves."""
    ids = api.products(location_id)
    for guest, lines in ORDERS.get(session["name"], {}).items():
        ordered = [
            {"product_id": ids[name], "quantity": quantity, "note": note}
            for name, quantity, note in lines
        ]
        body = {"session_code": session["code"], "guest": guest, "lines": ordered}
        api.post("/orders/place/", body, Authorization=None, Idempotency_Key=str(uuid.uuid4()))
