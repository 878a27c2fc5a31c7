"""What the operations need to be called with that are about vending's receipts, tests, refunds and
takings.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from tests.access.machines import Machine
from tests.access.world import Json, World

Call = tuple[str, Json | None]  # a path and a body


def _address(machine: Machine) -> str:
    """Where the receipt of what its customer orders is."""
    machine.locked().world.made("/create-order/", machine.wish)
    own = f"client_id={machine.client_id}&transaction_id={machine.transaction_id}"
    return f"/api/machine/{machine.machine_id}/receipt/?{own}"


def _locating_a_receipt(world: World) -> Call:
    return _address(Machine.create(world)), None


def _reading_a_receipt(world: World) -> Call:
    found = world.api.get(_address(Machine.create(world)))
    return f"/edge/receipts/{found.json()['receipt']}/", None


def _testing(world: World) -> Call:
    """A machine that is on line."""
    machine = Machine.create(world)
    key = {"Authorization": f"Bearer {machine.key}"}
    world.made("/device/telemetry/", {"proto": 1, "device_id": machine.machine_id}, **key)
    return f"/edge/vending-machines/{machine.machine_id}/test-dispense/", {"reason": "walked"}


def _refund(path: str, body: Json | None = None) -> Callable[[World], Call]:
    """A call about a refund that nobody has."""
    return lambda _: (f"/edge/refunds/{uuid.uuid4()}/{path}/", body)


def _plain(path: str) -> Callable[[World], Call]:
    return lambda _: (path, None)


CALLS: dict[str, Any] = {
    "GET /api/machine/{machine_id}/receipt/": _locating_a_receipt,
    "GET /edge/receipts/{receipt}/": _reading_a_receipt,
    "POST /edge/vending-machines/{machine_id}/test-dispense/": _testing,
    "GET /edge/refunds/": _plain("/edge/refunds/"),
    "POST /edge/refunds/{refund_id}/retry/": _refund("retry", {}),
    "POST /edge/refunds/{refund_id}/settle/": _refund("settle", {"reason": "a", "reference": "b"}),
    "GET /edge/usage/": _plain("/edge/usage/"),
    "GET /edge/usage/csv/": _plain("/edge/usage/csv/"),
    "GET /edge/transactions/csv/": _plain("/edge/transactions/csv/"),
}

ANSWERS = {
    "POST /edge/refunds/{refund_id}/retry/": 404,  # the worker has sent any real one by now
    "POST /edge/refunds/{refund_id}/settle/": 404,
}
