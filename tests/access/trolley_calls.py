"""What each operation of trolleys needs to be called with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.world import Json, World

Call = tuple[str, Json | None]  # a path and a body
Make = Callable[[World], Call]


def _cart(path: str, *, read: bool = False, **more: Any) -> Make:
    """A call about the cart of a session, which holds a line."""

    def call(world: World) -> Call:
        session = world.filled()
        if read:
            return f"/api/cart/{path}?session_id={session}", None
        product = {"product_id": world.product} if "quantity" in more or path == "remove/" else {}
        return f"/api/cart/{path}", {"session_id": session, **product, **more}

    return call


def _session(path: str) -> Make:
    return lambda world: (f"/api/session/{path}", {"session_id": world.session()})


def _read_session(path: str = "") -> Make:
    return lambda world: (f"/api/session/{world.session()}/{path}", None)


def _trolley(path: str = "", body: Json | None = None) -> Make:
    return lambda world: (f"/api/trolleys/{world.trolley()}/{path}", body)


def _of_place(path: str, body: Json | None = None) -> Make:
    return lambda world: (f"{path}?location_id={world.place.location_id}", body)


def _moving(world: World) -> Call:
    return "/api/session/move/", {"session_id": world.session(), "trolley_id": world.trolley()}


def _unassigning(world: World) -> Call:
    trolley_id = world.trolley()
    world.session(trolley_id)
    return f"/api/trolleys/{trolley_id}/force-unassign/", {}


def _removing_a_key(world: World) -> Call:
    trolley_id = world.trolley()
    key = world.made(f"/api/trolleys/{trolley_id}/keys/", {}, **world.headers["admin"])
    return f"/api/trolleys/{trolley_id}/keys/{key['id']}/", None


def _verifying(world: World) -> Call:
    session, payment, proof = world.proof()
    return f"/api/payments/{payment}/verify/", {"session_id": session, **proof}


def _cancelling(world: World) -> Call:
    session, payment = world.payment()
    return f"/api/payments/{payment}/cancel/", {"session_id": session}


def _reading_a_payment(world: World) -> Call:
    session, payment = world.payment()
    return f"/api/payments/{payment}/?session_id={session}", None


def _taking_cash(world: World) -> Call:
    _, payment = world.payment(provider="cash")
    return f"/api/payments/{payment}/cash/", {"action": "received"}


def _reading_a_receipt(world: World) -> Call:
    session, receipt, _ = world.receipt()
    return f"/api/receipts/{receipt}/?session_id={session}", None


def _checking_a_receipt(world: World) -> Call:
    return "/api/receipts/verify/", {"code": world.receipt()[2]}


def _approving(world: World) -> Call:
    session = world.session()
    body = {"session_id": session, "product_id": world.restricted}
    line = world.made("/api/cart/add/", body)["data"]
    return "/api/session/approve/", {"line_id": line["id"], "approved": True}


CALLS: dict[str, Make] = {
    "GET /api/cart/": _cart("", read=True),
    "POST /api/cart/add/": _cart("add/", quantity=1),
    "GET /api/cart/audit-logs/": _cart("audit-logs/", read=True),
    "POST /api/cart/checkout/": _cart("checkout/"),
    "DELETE /api/cart/clear/": _cart("clear/"),
    "POST /api/cart/refresh/": _cart("refresh/"),
    "DELETE /api/cart/remove/": _cart("remove/"),
    "GET /api/cart/summary/": _cart("summary/", read=True),
    "PATCH /api/cart/update/": _cart("update/", quantity=2),
    "GET /api/cart/validate/": _cart("validate/", read=True),
    "GET /api/payments/": _of_place("/api/payments/"),
    "POST /api/payments/webhook/razorpay/": lambda _: ("/api/payments/webhook/razorpay/", {}),
    "GET /api/payments/{payment_id}/": _reading_a_payment,
    "POST /api/payments/{payment_id}/cancel/": _cancelling,
    "POST /api/payments/{payment_id}/cash/": _taking_cash,
    "POST /api/payments/{payment_id}/verify/": _verifying,
    "POST /api/receipts/verify/": _checking_a_receipt,
    "GET /api/receipts/{receipt_id}/": _reading_a_receipt,
    "GET /api/session/": lambda _: ("/api/session/", None),
    "POST /api/session/approve/": _approving,
    "GET /api/session/audit/": lambda world: (
        f"/api/session/audit/?trolley_id={world.trolley()}",
        None,
    ),
    "POST /api/session/check/": lambda world: (
        "/api/session/check/",
        {"session_id": world.session(), "skip": True},
    ),
    "POST /api/session/checkout/": lambda world: (
        "/api/session/checkout/",
        {"session_id": world.filled()},
    ),
    "POST /api/session/end/": _session("end/"),
    "POST /api/session/heartbeat/": _session("heartbeat/"),
    "POST /api/session/help/": lambda world: (
        "/api/session/help/",
        {"session_id": world.session(), "wanted": True},
    ),
    "POST /api/session/move/": _moving,
    "POST /api/session/qr-scan/": lambda world: (
        "/api/session/qr-scan/",
        {"trolley_id": world.trolley()},
    ),
    "POST /api/session/restore/": _session("restore/"),
    "GET /api/session/waiting/": _of_place("/api/session/waiting/"),
    "GET /api/session/{session_id}/": _read_session(),
    "GET /api/session/{session_id}/live/": _read_session("live/"),
    "GET /api/trolleys/": lambda _: ("/api/trolleys/", None),
    "POST /api/trolleys/": lambda world: (
        "/api/trolleys/",
        {"trolley_id": world.name.replace(" ", "_")},
    ),
    "GET /api/trolleys/live/": _of_place("/api/trolleys/live/"),
    "GET /api/trolleys/settings/": _of_place("/api/trolleys/settings/"),
    "PUT /api/trolleys/settings/": _of_place("/api/trolleys/settings/", {"cash": True}),
    "GET /api/trolleys/usage/": _of_place("/api/trolleys/usage/"),
    "GET /api/trolleys/{trolley_id}/": _trolley(),
    "PATCH /api/trolleys/{trolley_id}/": _trolley("", {"is_active": False}),
    "POST /api/trolleys/{trolley_id}/force-unassign/": _unassigning,
    "POST /api/trolleys/{trolley_id}/keys/": _trolley("keys/", {}),
    "DELETE /api/trolleys/{trolley_id}/keys/{key_id}/": _removing_a_key,
    "POST /api/trolleys/{trolley_id}/renew-code/": _trolley("renew-code/", {}),
    "DELETE /api/trolleys/{trolley_id}/reserve/": _trolley("reserve/"),
    "POST /api/trolleys/{trolley_id}/reserve/": _trolley("reserve/", {}),
}
"""For each operation of trolleys what makes a call of it that nothing but missing rights can
refuse, where that can be had: see ANSWERS.
"""

ANSWERS = {
    "POST /api/payments/webhook/razorpay/": 400,  # nobody here can sign as the provider does
    "POST /api/session/check/": 409,  # no check is under way
    "DELETE /api/trolleys/{trolley_id}/reserve/": 409,  # reserved by nobody
}
"""What those are answered who may call, where it is no success."""
