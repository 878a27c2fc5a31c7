"""What each operation of vending needs to be called with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.machines import Machine, feedback, machine_id
from tests.access.world import Json, World

Call = tuple[str, Json | None]  # a path and a body
Make = Callable[[World], Call]


def _machine(path: str, body: Json | None = None) -> Make:
    """A call about a new machine."""
    return lambda world: (f"/api/machine/{Machine.create(world).machine_id}/{path}", body)


def _plain(path: str, body: Json | None = None) -> Make:
    return lambda _: (path, body)


def _registering(world: World) -> Call:
    return "/api/machine/register/", {"machine_id": machine_id()}


def _unlocking(world: World) -> Call:
    machine = Machine.create(world).locked()
    return f"/api/machine/{machine.machine_id}/unlock/", {"client_id": machine.client_id}


def _triggering(world: World) -> Call:
    machine = Machine.create(world)
    return f"/api/machine/{machine.machine_id}/trigger-dispense/", machine.trigger()


def _removing_a_key(world: World) -> Call:
    path = f"/api/machine/{Machine.create(world).machine_id}/keys/"
    key = world.made(path, {}, **world.headers["admin"])
    return f"{path}{key['id']}/", None


def _reading_a_transaction(path: str, body: Json | None = None) -> Make:
    """A call about a transaction that is ordered."""

    def call(world: World) -> Call:
        machine = Machine.create(world).locked()
        world.made("/create-order/", machine.wish)
        return f"/edge/transactions/{machine.transaction_id}/{path}", body

    return call


def _opining(world: World) -> Call:
    return "/rest/v1/feedback/", {"machine_id": Machine.create(world).machine_id, "rating": 5}


def _alerting(world: World) -> Call:
    return "/low-stock-alert/", {"machineID": Machine.create(world).machine_id, "Remaining": 3}


def _telemetry(world: World) -> Call:
    return "/device/telemetry/", {"proto": 1, "device_id": Machine.create(world).machine_id}


CALLS: dict[str, Any] = {
    "GET /health/": _plain("/health/"),
    "GET /api/machines/": _plain("/api/machines/"),
    "GET /api/machines/near/": _plain("/api/machines/near/?latitude=50.9&longitude=6.9"),
    "GET /api/machine/{machine_id}/public-status/": _machine("public-status/"),
    "GET /api/machine/{machine_id}/live/": _machine("live/"),
    "POST /api/lock-by-code/": lambda world: ("/api/lock-by-code/", Machine.create(world).typed),
    "POST /api/machine/{machine_id}/unlock/": _unlocking,
    "POST /api/machine/{machine_id}/dispense/": _machine("dispense/", {}),
    "POST /api/machine/{machine_id}/feedback/": _machine(
        "feedback/", {"client_id": "somebody", "rating": 4}
    ),
    "POST /create-order/": lambda world: ("/create-order/", Machine.create(world).locked().wish),
    "POST /verify-payment/": lambda world: ("/verify-payment/", Machine.create(world).proof()),
    "POST /api/machine/{machine_id}/trigger-dispense/": _triggering,
    "POST /api/razorpay-webhook/": _plain("/api/razorpay-webhook/", {}),
    "POST /api/machine/register/": _registering,
    "GET /api/machine/{machine_id}/status/": _machine("status/"),
    "POST /api/machine/{machine_id}/confirm/": _machine(
        "confirm/", {"transaction_id": "tx", "dispensed": 1}
    ),
    "POST /api/machine/{machine_id}/report-error/": _machine("report-error/", {"error": "hot"}),
    "GET /device/commands/{machine_id}/": lambda world: (
        f"/device/commands/{Machine.create(world).machine_id}/",
        None,
    ),
    "POST /device/telemetry/": _telemetry,
    "POST /api/admin/login/": _plain("/api/admin/login/", {}),
    "GET /api/admin/verify/": _plain("/api/admin/verify/"),
    "POST /api/machine/{machine_id}/update-stock/": _machine("update-stock/", {"stock": 7}),
    "PATCH /api/machine/{machine_id}/": _machine("", {"name": "Lobby"}),
    "POST /api/machine/{machine_id}/keys/": _machine("keys/", {}),
    "DELETE /api/machine/{machine_id}/keys/{key_id}/": _removing_a_key,
    "GET /api/feedback/": _plain("/api/feedback/"),
    "GET /edge/feedback/": _plain("/edge/feedback/"),
    "PATCH /api/feedback/{feedback_id}/": lambda world: (
        f"/api/feedback/{feedback(world)}/",
        {"status": "closed"},
    ),
    "POST /low-stock-alert/": _alerting,
    "GET /edge/fleet/live/": _plain("/edge/fleet/live/"),
    "GET /edge/vending-machines/{machine_id}/": lambda world: (
        f"/edge/vending-machines/{Machine.create(world).machine_id}/",
        None,
    ),
    "GET /edge/transactions/": _plain("/edge/transactions/"),
    "GET /edge/transactions/{transaction_id}/": _reading_a_transaction(""),
    "POST /edge/transactions/{transaction_id}/refund/": _reading_a_transaction(
        "refund/", {"reason": "nothing came out"}
    ),
    "POST /edge/transactions/{transaction_id}/deliver/": _reading_a_transaction(
        "deliver/", {"reason": "it came out"}
    ),
    "GET /edge/machine-events/": _plain("/edge/machine-events/"),
    "GET /edge/mails/": _plain("/edge/mails/"),
    "POST /edge/mails/{mail_id}/retry/": _plain("/edge/mails/0/retry/", {}),
    "GET /edge/webhooks/": _plain("/edge/webhooks/"),
    "POST /edge/webhooks/{webhook_id}/retry/": _plain("/edge/webhooks/0/retry/", {}),
    "GET /edge/desk/": _plain("/edge/desk/"),
    "GET /edge/displays/": _plain("/edge/displays/"),
    "GET /edge/displays/{machine_id}/": _plain("/edge/displays/M001/"),
    "POST /edge/displays/{machine_id}/": _plain("/edge/displays/M001/", {"trouble": "jam"}),
    "GET /rest/v1/machines/": _plain("/rest/v1/machines/"),
    "POST /rest/v1/feedback/": _opining,
}
"""For each operation of vending what makes a call of it that nothing but missing rights can refuse,
where that can be had: see ANSWERS.
"""

ANSWERS = {
    "POST /api/machine/{machine_id}/dispense/": 400,  # it has never dispensed anything
    "POST /api/razorpay-webhook/": 400,  # nobody here can sign as the provider does
    "POST /api/admin/login/": 400,  # its password decides, not the role
    "GET /api/admin/verify/": 401,  # it knows the tokens of the login above alone
    "POST /edge/transactions/{transaction_id}/refund/": 409,  # nobody has asked
    "POST /edge/transactions/{transaction_id}/deliver/": 409,
    "GET /edge/displays/": 404,  # there is no demo
    "GET /edge/displays/{machine_id}/": 404,
    "POST /edge/displays/{machine_id}/": 404,
    "POST /edge/mails/{mail_id}/retry/": 404,  # there is none of this number
    "POST /edge/webhooks/{webhook_id}/retry/": 404,
}
"""What those are answered who may call, where it is no success."""

UNKNOWN = {"POST /api/machine/register/"}
"""Where who may not call is told 404: a machine that nobody knows."""

OWN_TOKENS = {"GET /api/admin/verify/"}
"""Where other tokens than those of `POST /api/admin/login` are none."""
