"""The café: a menu, tables of which some are open and two have ordered, and a waiter."""

from __future__ import annotations

import uuid
from typing import Any

from demo import bills, options
from demo.api import Api
from demo.menu import MENU, ORDERS
from demo.people import Person
from demo.words import CATEGORIES, words_of

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
# The tables with their seats, and where they stand on the plan: steps to the right, and down.
TABLES = {
    "Table 1": (2, 0, 0),
    "Table 2": (4, 1, 0),
    "Table 3": (4, 2, 0),
    "Table 4": (2, 0, 1),
    "Table 5": (6, 1, 1),
    "Table 6": (2, 2, 1),
    "Terrace 1": (4, 0, 3),
    "Terrace 2": (4, 1, 3),
}
FREE = {"Table 5", "Table 6"}  # nobody has opened them yet: guests do, by their code
SETTINGS = {
    "open_by": "guest",
    "languages": ["en", "de", "ar"],
    "timezone": "Europe/Berlin",
}


def seed(admin: Api, waiter: Person | None, *, works: bool, printer_port: int | None = None) -> int:
    """Make what is missing and return the café's id; `works` says whether the waiter does, who is
    None without an account, `printer_port` where the kitchen's printer is.

    Guests order when a table is opened, so never twice.
    """
    location_id = admin.location(LOCATION)
    _fill_menu(admin, location_id)
    options.seed(admin, location_id)
    bills.seed(admin, location_id)
    if waiter:
        if works:
            hired = {"username": waiter.username, "role": "waiter"}
            admin.post(f"/locations/staff/add/{location_id}/", hired)
        else:
            admin.post(f"/locations/staff/remove/{location_id}/", {"staff_id": waiter.user_id})
    if printer_port is not None:
        _set_printer_up(admin, location_id, printer_port)
    _set_tables_up(admin, location_id)
    return location_id


def _set_printer_up(api: Api, location_id: int, port: int) -> None:
    """Make the kitchen's printer; what was changed about it stays."""
    if not api.get("/orders/printers/find/", location_id=location_id):
        printer = {"location_id": location_id, "name": "Kitchen", "host": "127.0.0.1", "port": port}
        api.post("/orders/printers/create/", printer)


def _set_tables_up(api: Api, location_id: int) -> None:
    """Make the tables that are missing, and open them but for a few. How the café works is said
    once: somebody may have changed it since.
    """
    if not api.get("/orders/tables/find/", location_id=location_id):
        api.post(f"/orders/settings/{location_id}/", SETTINGS)
    for name, (seats, x, y) in TABLES.items():
        place = {"seats": seats, "position": {"x": x, "y": y}}
        api.post("/orders/tables/create/", {"location_id": location_id, "name": name, **place})
    for found in api.get("/orders/tables/find/", location_id=location_id):
        table = found["table"]
        if found["session"] is None and table["name"] in TABLES.keys() - FREE:
            session = api.post(f"/orders/tables/open/{table['code']}/", {})
            _order(api, location_id, session)


def _fill_menu(api: Api, location_id: int) -> None:
    for category, dishes in MENU.items():
        named = {"name": category, "words": CATEGORIES[category]}
        place = {"location_id": location_id, "categories": [named]}
        for dish in dishes:
            words = {"words": words_of(dish["name"])}
            product = place | dish | words | bills.rate_of(category)
            api.post("/products/create/", {"product": product})


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
