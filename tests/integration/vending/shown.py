"""How the machines of these tests are shown, with texts that stand for the world (rows.Row)."""

from __future__ import annotations

from tests.integration.machines.vendor import PRICE, Json
from tests.integration.vending.shapes import TIME


def public(spot: str, **more: object) -> Json:
    """The public status of a machine for a stranger."""
    shown = {
        "machine_id": f"{{{spot}}}",
        "status": "offline",
        "current_stock": 5,
        "display_code_expires_at": TIME,
        "locked": False,
        "locked_by": None,
        "expires_at": None,
        "server_time": TIME,
        "available": 5,
        "unit_price_paise": PRICE,
        "currency": "INR",
        "transaction": None,
    }
    return shown | more


def sale(spot: str, state: str, **more: object) -> Json:
    """The transaction of a machine's customer."""
    shown = {
        "transaction_id": f"{{{spot}.transaction_id}}",
        "order_id": f"{{{spot}.order[id]}}",
        "machine_id": f"{{{spot}}}",
        "state": state,
        "quantity": 2,
        "dispensed": None,
        "amount": 2 * PRICE,
        "refunded": 0,
        "currency": "INR",
        "updated_at": TIME,
    }
    return shown | more


def machine(spot: str, **more: object) -> Json:
    """A machine's row in the list."""
    shown = {
        "machine_id": f"{{{spot}}}",
        "id": f"{{{spot}}}",
        "name": "",
        "location": "",
        "status": "offline",
        "current_stock": 5,
        "available": 5,
        "unit_price_paise": PRICE,
        "currency": "INR",
        "last_refill_at": TIME,
    }
    return shown | more
