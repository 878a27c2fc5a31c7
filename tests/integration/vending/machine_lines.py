"""What tests of a machine's socket start from, and where they look."""

from __future__ import annotations

from collections.abc import Callable

from tests.integration.machines.vendor import Json
from tests.integration.vending.lines import WITHIN, Line
from tests.integration.vending.spots import Spot
from tests.support.waiting import wait_for

Dial = Callable[..., Line]


def registered(dial: Dial, spot: Spot, key: str = "") -> Line:
    """Its socket, which has shown the code of now."""
    line = dial()
    line.send(type="register", machine_id=spot.machine_id, api_key=key or spot.key)
    line.send(type="status", value="unlocked")
    line.send(type="fetch_display")
    spot.code = line.until("display_code")["value"]
    return line


def word(spot: Spot) -> str:
    return str(public(spot)["status"])


def public(spot: Spot) -> Json:
    path, client = f"{spot.path}/public-status", {"client_id": spot.client_id}
    return dict(spot.vendor.api.get(path, params=client).json())


def sale_is(spot: Spot, state: str) -> None:
    wait_for(lambda: public(spot)["transaction"]["state"] == state, WITHIN, f"it is {state}")


def now_over(spot: Spot, table: str, column: str, which: str) -> None:
    """Let a time that concerns its machine be over."""
    spot.vendor.stack.sql(
        "edge",
        f"UPDATE {table} SET {column} = now() WHERE {which} = (SELECT machine.id FROM"
        " vending_machine machine JOIN devices_device device ON device.id = machine.device_id"
        " WHERE device.external_id = %s)",
        spot.machine_id,
    )
