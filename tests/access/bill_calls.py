"""What each operation on bills, their payments and receipts is called with."""

from __future__ import annotations

from collections.abc import Callable

from tests.access.world import Json, World

Call = tuple[str, Json | None]
CASH = {"part": "all", "kind": "cash"}
WHY = {"reason": "cold"}


def _ordered(world: World) -> tuple[str, int]:
    """The code of a table, and its order."""
    order = world.order()
    return order["code"]["session_code"], int(order["id"])


def _bill(path: str, body: Json | None = None) -> Callable[[World], Call]:
    return lambda world: (path.format(_ordered(world)[0]), body)


def _void(world: World) -> Call:
    code, order_id = _ordered(world)
    return f"/orders/bills/void/{code}/", {"order_id": order_id, **WHY}


def _revert(world: World) -> Call:
    code, _ = _ordered(world)
    path, owner = f"/orders/bills/discount/{code}/", world.place.owner.bearer
    (made,) = world.made(path, {"percent": 10, **WHY}, **owner)["response"]["adjustments"]
    return f"/orders/bills/revert/{code}/{made['id']}/", WHY


def _paid(world: World) -> Json:
    """A payment that a waiter has taken."""
    path = f"/orders/bills/take/{_ordered(world)[0]}/"
    return dict(world.made(path, CASH, **world.place.owner.bearer)["response"])


def _opened(world: World) -> Json:
    """A payment that waits for a guest."""
    path = f"/orders/bills/pay/{_ordered(world)[0]}/"
    return dict(world.made(path, {"part": "all"})["response"])


def _payment(path: str, of: Callable[[World], Json], body: Json | None) -> Callable[[World], Call]:
    return lambda world: (path.format(of(world)["payment_id"]), body)


def _receipt(world: World) -> Call:
    return f"/orders/receipts/get/{_paid(world)['receipts'][0]['receipt_id']}/", None


WEBHOOK = "/orders/payments/webhook/razorpay/"
ANSWERS = {
    f"POST {WEBHOOK}": 400,  # nobody here can sign as the provider does
    "POST /orders/payments/verify/{payment_id}/": 400,
}


def _at_place(path: str, body: Json | None = None) -> Callable[[World], Call]:
    return lambda world: (path.format(world.place.location_id), body)


CALLS: dict[str, Callable[[World], Call]] = {
    "POST /orders/closings/close/{location_id}/": _at_place(
        "/orders/closings/close/{}/", {"counted": "0", "left": "0"}
    ),
    "GET /orders/closings/find/": _at_place("/orders/closings/find/?location_id={}"),
    "GET /orders/drawer/get/{location_id}/": _at_place("/orders/drawer/get/{}/"),
    "POST /orders/drawer/move/{location_id}/": _at_place(
        "/orders/drawer/move/{}/", {"amount": "5", "reason": "change"}
    ),
    "GET /orders/receipts/export/{location_id}/": _at_place("/orders/receipts/export/{}/"),
    "GET /orders/takings/get/{location_id}/": _at_place("/orders/takings/get/{}/"),
    "POST /orders/bills/discount/{session_code}/": _bill(
        "/orders/bills/discount/{}/", {"percent": 10, **WHY}
    ),
    "GET /orders/bills/get/{session_code}/": _bill("/orders/bills/get/{}/"),
    "POST /orders/bills/pay/{session_code}/": _bill("/orders/bills/pay/{}/", {"part": "all"}),
    "POST /orders/bills/revert/{session_code}/{adjustment_id}/": _revert,
    "GET /orders/bills/settings/{location_id}/": _at_place("/orders/bills/settings/{}/"),
    "POST /orders/bills/settings/{location_id}/": _at_place(
        "/orders/bills/settings/{}/", {"footer": "Thank you"}
    ),
    "POST /orders/bills/take/{session_code}/": _bill("/orders/bills/take/{}/", CASH),
    "POST /orders/bills/void/{session_code}/": _void,
    "POST /orders/payments/cancel/{payment_id}/": _payment(
        "/orders/payments/cancel/{}/", _opened, {}
    ),
    "GET /orders/payments/get/{payment_id}/": _payment("/orders/payments/get/{}/", _paid, None),
    "POST /orders/payments/refund/{payment_id}/": _payment(
        "/orders/payments/refund/{}/", _paid, WHY
    ),
    "POST /orders/payments/verify/{payment_id}/": _payment(
        "/orders/payments/verify/{}/", _opened, {}
    ),
    f"POST {WEBHOOK}": lambda _: (WEBHOOK, {}),
    "GET /orders/receipts/find/": _at_place("/orders/receipts/find/?location_id={}"),
    "GET /orders/receipts/get/{receipt_id}/": _receipt,
}
