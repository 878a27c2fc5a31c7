"""What each operation of vending machines needs to be called with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.access.world import MACHINE_KEY, Json, World

Call = tuple[str, Json | None]  # a path and a body
Make = Callable[[World], Call]

CLIENT = "a-client-of-the-walk"
PRICE = 100  # minor units, of a machine that nobody has set up


@dataclass
class Sale:
    """A customer at a locked machine, and what they know."""

    world: World
    machine_id: str
    code: str
    transaction_id: str = ""

    def order(self) -> Json:
        """An order of one unit."""
        self.transaction_id = _name(self.world)
        return self.world.made("/create-order", self.ordering())

    def ordering(self) -> Json:
        named = {"transaction_id": self.transaction_id, "client_id": CLIENT}
        return {"amount": PRICE, "metadata": {**named, "machine_id": self.machine_id}}

    def proof(self) -> Json:
        """What the provider's page gives whoever has paid an order."""
        return self.world.made(f"/sandbox/pay/{self.order()['id']}", {"action": "pay"})

    def triggering(self) -> Json:
        """The body of a trigger for a sale that is paid."""
        self.world.made("/verify-payment", self.proof())
        named = {"client_id": CLIENT, "transaction_id": self.transaction_id}
        return {**named, "access_code": self.code, "quantity": 1, "amount": PRICE}


def _name(world: World) -> str:
    return world.name.replace(" ", "-")


def _machine(world: World) -> tuple[str, str]:
    """A machine with five units, by its name, and the code on its display."""
    machine_id, admin = _name(world), world.headers["admin"]
    body = {"machine_id": machine_id, "api_key": MACHINE_KEY}
    code = world.made("/api/machine/register", body, **admin)["display_code"]
    world.made(f"/api/machine/{machine_id}/update-stock", {"stock": 5}, **admin)
    return machine_id, str(code)


def _locked(world: World) -> Sale:
    machine_id, code = _machine(world)
    world.made("/api/lock-by-code", {"client_id": CLIENT, "code": code})
    return Sale(world, machine_id, code)


def _at(path: str, body: Json | None = None) -> Make:
    """A call about a new machine."""
    return lambda world: (f"/api/machine/{_machine(world)[0]}/{path}", body)


def _plain(path: str, body: Json | None = None) -> Make:
    return lambda world: (path, body)


def _unlocking(world: World) -> Call:
    return f"/api/machine/{_locked(world).machine_id}/unlock/", {"client_id": CLIENT}


def _locking(world: World) -> Call:
    return "/api/lock-by-code/", {"client_id": CLIENT, "code": _machine(world)[1]}


def _ordering(world: World) -> Call:
    sale = _locked(world)
    sale.transaction_id = _name(world)
    return "/create-order/", sale.ordering()


def _triggering(world: World) -> Call:
    sale = _locked(world)
    return f"/api/machine/{sale.machine_id}/trigger-dispense/", sale.triggering()


def _confirming(world: World) -> Call:
    """Of a dispense that the machine has been given."""
    sale = _locked(world)
    world.made(f"/api/machine/{sale.machine_id}/trigger-dispense", sale.triggering())
    bearer = {"Authorization": f"Bearer {MACHINE_KEY}"}
    given = world.api.get(f"/device/commands/{sale.machine_id}", headers=bearer)
    assert given.ok, given.text
    body = {"transaction_id": sale.transaction_id, "dispensed": 1}
    return f"/api/machine/{sale.machine_id}/confirm/", body


def _transaction(path: str = "", body: Json | None = None) -> Make:
    """A call about a sale that was ordered."""

    def call(world: World) -> Call:
        sale = _locked(world)
        sale.order()
        return f"/edge/transactions/{sale.transaction_id}/{path}", body

    return call


def _removing_a_key(world: World) -> Call:
    machine_id, _ = _machine(world)
    key = world.made(f"/api/machine/{machine_id}/keys", {}, **world.headers["admin"])
    return f"/api/machine/{machine_id}/keys/{key['id']}/", None


def _changing_feedback(world: World) -> Call:
    machine_id, _ = _machine(world)
    path = f"/api/machine/{machine_id}/feedback"
    feedback = world.made(path, {"client_id": CLIENT, "rating": 4, "comment": None})
    return f"/api/feedback/{feedback['feedback_id']}/", {"status": "closed"}


CALLS: dict[str, Make] = {
    "POST /api/admin/login/": _plain("/api/admin/login/", {"password": "a-wrong-one"}),
    "GET /api/admin/verify/": _plain("/api/admin/verify/"),
    "GET /api/feedback/": _plain("/api/feedback/"),
    "PATCH /api/feedback/{feedback_id}/": _changing_feedback,
    "POST /api/lock-by-code/": _locking,
    "POST /api/machine/register/": lambda world: (
        "/api/machine/register/",
        {"machine_id": _name(world), "api_key": "none"},
    ),
    "PATCH /api/machine/{machine_id}/": _at("", {"name": "Lobby"}),
    "POST /api/machine/{machine_id}/confirm/": _confirming,
    "POST /api/machine/{machine_id}/dispense/": _at("dispense/", {}),
    "POST /api/machine/{machine_id}/feedback/": _at(
        "feedback/", {"client_id": CLIENT, "rating": 5, "comment": "Quick"}
    ),
    "POST /api/machine/{machine_id}/keys/": _at("keys/", {}),
    "DELETE /api/machine/{machine_id}/keys/{key_id}/": _removing_a_key,
    "GET /api/machine/{machine_id}/live/": _at(f"live/?client_id={CLIENT}"),
    "GET /api/machine/{machine_id}/public-status/": _at(f"public-status/?client_id={CLIENT}"),
    "POST /api/machine/{machine_id}/report-error/": _at("report-error/", {"error": "odd"}),
    "GET /api/machine/{machine_id}/status/": _at("status/"),
    "POST /api/machine/{machine_id}/trigger-dispense/": _triggering,
    "POST /api/machine/{machine_id}/unlock/": _unlocking,
    "POST /api/machine/{machine_id}/update-stock/": _at("update-stock/", {"stock": 7}),
    "GET /api/machines/": _plain("/api/machines/"),
    "POST /api/razorpay-webhook/": _plain("/api/razorpay-webhook/", {"event": "payment.captured"}),
    "POST /create-order/": _ordering,
    "GET /device/commands/{machine_id}/": lambda world: (
        f"/device/commands/{_machine(world)[0]}/",
        None,
    ),
    "POST /device/telemetry/": lambda world: (
        "/device/telemetry/",
        {"proto": 1, "device_id": _machine(world)[0]},
    ),
    "GET /edge/fleet/live/": _plain("/edge/fleet/live/"),
    "GET /edge/machine-events/": _plain("/edge/machine-events/"),
    "GET /edge/mails/": _plain("/edge/mails/"),
    "GET /edge/transactions/": _plain("/edge/transactions/"),
    "GET /edge/transactions/{transaction_id}/": _transaction(),
    "POST /edge/transactions/{transaction_id}/deliver/": _transaction("deliver/", {"reason": "x"}),
    "POST /edge/transactions/{transaction_id}/refund/": _transaction("refund/", {"reason": "x"}),
    "GET /health/": _plain("/health/"),
    "POST /low-stock-alert/": lambda world: (
        "/low-stock-alert/",
        {"machineID": _machine(world)[0], "Remaining": 2},
    ),
    "POST /rest/v1/feedback/": lambda world: (
        "/rest/v1/feedback/",
        {"machine_id": _machine(world)[0], "rating": 3, "comment": None},
    ),
    "GET /rest/v1/machines/": _plain("/rest/v1/machines/"),
    "POST /verify-payment/": lambda world: ("/verify-payment/", _locked(world).proof()),
}
"""For each operation of vending machines what makes a call of it that nothing but missing rights
can refuse, where that can be had: see ANSWERS.
"""

NOT_IN_REVIEW = 409
ANSWERS = {
    "POST /api/admin/login/": 401,  # the walk does not know the shared password
    "GET /api/admin/verify/": 401,  # knows the tokens of that login only, no accounts
    "POST /api/machine/{machine_id}/dispense/": 400,  # names the route that took its place
    "POST /api/razorpay-webhook/": 400,  # nobody here can sign as the provider does
    "POST /edge/transactions/{transaction_id}/deliver/": NOT_IN_REVIEW,
    "POST /edge/transactions/{transaction_id}/refund/": NOT_IN_REVIEW,
}
"""What those are answered who may call, where it is no success."""

REFUSALS: Mapping[str, tuple[int, int]] = {
    "GET /api/admin/verify/": (403, 401),  # an account's token is none of the login
    "POST /api/machine/register/": (404, 404),  # a machine that no operator has added
}
"""What is answered to who may not call, where it is not what their credentials say: to whoever
shows nothing, and to all others.
"""
