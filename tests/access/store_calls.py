"""What each operation of the store needs to be called with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.store import Store
from tests.access.world import Json, World

Call = tuple[str, Json | None]  # a path and a body
Make = Callable[[World], Call]
LINK = "ends=1&reader=1&signature=x"


def _plain(path: str, body: Json | None = None) -> Make:
    return lambda _: (path, body)


def _camera(body: Json | None = None) -> Make:
    return lambda world: (f"/edge/cameras/{Store(world).camera()}/", body)


def _scanner(path: str = "", body: Json | None = None) -> Make:
    return lambda world: (f"/edge/scanners/{Store(world).scanner().id}/{path}", body)


def _machine(path: str = "", body: Json | None = None) -> Make:
    return lambda world: (f"/edge/machines/{Store(world).machine().id}/{path}", body)


def _removing_a_key(kind: str) -> Make:
    def call(world: World) -> Call:
        store = Store(world)
        device = store.machine() if kind == "machines" else store.scanner()
        path = f"/edge/{kind}/{device.id}/keys/"
        return f"{path}{store.made(path, {})['id']}/", None

    return call


def _setting_a_scale(world: World) -> Call:
    store = Store(world)
    return f"/edge/machines/{store.machine().id}/scales/002/", store.planned


def _visit(path: str = "", body: Json | None = None) -> Make:
    return lambda world: (f"/edge/visits/{_inside(world)}/{path}", body)


def _inside(world: World) -> str:
    store = Store(world)
    return store.once("visit", store.visit)


def _ticket(path: str, body: Json | None = None, *steps: str) -> Make:
    def call(world: World) -> Call:
        store = Store(world)
        ticket = store.once(f"ticket {path}", lambda: store.contested(*steps)[0])
        return f"/edge/tickets/{ticket}/{path}", body

    return call


def _on_an_event(step: str, **more: Any) -> Make:
    def call(world: World) -> Call:
        store = Store(world)
        ticket, event = store.once(step, lambda: " ".join(store.contested("start"))).split()
        return f"/edge/tickets/{ticket}/{step}/", {"event_id": event, **more}

    return call


def _receipt(world: World) -> str:
    """Of somebody who has taken something, reviewed: `visit receipt`."""
    store = Store(world)
    return store.once("receipt", store.receipt)


def _contesting(world: World) -> Call:
    return f"/edge/visits/{_receipt(world).split()[0]}/contest/", {"message": "wrong"}


def _paying(world: World) -> Call:
    return f"/edge/receipts/{_receipt(world).split()[1]}/checkout/", {}


def _payment(path: str, body: Json | None = None) -> Make:
    def call(world: World) -> Call:
        return f"/edge/payments/{_receipt(world).split()[2]}/{path}", body

    return call


def _closing_an_alert(world: World) -> Call:
    store = Store(world)
    return f"/edge/alerts/{store.once('alert', store.alert)}/close/", {}


def _registering_a_clip(world: World) -> Call:
    span = {"start_time": "2026-01-01T00:00:00Z", "end_time": "2026-01-01T00:05:00Z"}
    return "/edge/videos/", {**span, "camera_id": Store(world).camera(), "path_local": world.name}


CALLS: dict[str, Make] = {
    "GET /edge/board/live/": _plain("/edge/board/live/"),
    "GET /edge/visits/{visit_id}/live/": _visit("live/"),
    "POST /edge/entry-tokens/": _plain("/edge/entry-tokens/", {}),
    "POST /edge/entry/": _plain("/edge/entry/", {"token": "x"}),
    "POST /edge/exit/": _plain("/edge/exit/", {"token": "x"}),
    "POST /edge/head-counts/": _plain("/edge/head-counts/", {"count": 0}),
    "POST /entry-control/": _plain("/entry-control/", {"token": "x", "scanner_id": "x"}),
    "POST /exit-control/": _plain("/exit-control/", {"token": "x", "scanner_id": "x"}),
    "POST /edge/visits/{visit_id}/close/": _visit("close/", {"reason": "lost"}),
    "GET /edge/store-mode/": _plain("/edge/store-mode/"),
    "PUT /edge/store-mode/": _plain("/edge/store-mode/", {"status": "CUSTOMER_MODE"}),
    "POST /mode-control/": _plain("/mode-control/", {"status": "CUSTOMER_MODE"}),
    "GET /edge/store-mode-changes/": _plain("/edge/store-mode-changes/"),
    "GET /edge/machine-sessions/": _plain("/edge/machine-sessions/"),
    "GET /edge/store/reports/unaccounted/": _plain("/edge/store/reports/unaccounted/"),
    "GET /edge/store/reports/reviews/": _plain("/edge/store/reports/reviews/"),
    "GET /edge/store/reports/waits/": _plain("/edge/store/reports/waits/"),
    "GET /edge/store/reports/disputes/": _plain("/edge/store/reports/disputes/"),
    "GET /edge/store/reports/takings/": _plain("/edge/store/reports/takings/"),
    "GET /edge/store/reports/goods/": _plain("/edge/store/reports/goods/"),
    "GET /edge/visits/": _plain("/edge/visits/"),
    "GET /edge/visits/{visit_id}/": _visit(),
    "GET /edge/carts/{visit_id}/": lambda world: (f"/edge/carts/{_inside(world)}/", None),
    "POST /edge/visits/{visit_id}/contest/": _contesting,
    "POST /edge/receipts/{receipt_id}/checkout/": _paying,
    "POST /edge/deposits/": _plain("/edge/deposits/", {}),
    "GET /edge/payments/": _plain("/edge/payments/"),
    "GET /edge/payments/{payment_id}/": _payment(""),
    "POST /edge/payments/{payment_id}/verify/": _payment("verify/", {}),
    "POST /edge/payments/{payment_id}/cancel/": _payment("cancel/", {}),
    "GET /edge/user-sessions/": _plain("/edge/user-sessions/"),
    "GET /edge/users/": _plain("/edge/users/"),
    "POST /edge/machines/{machine_id}/heartbeats/": _machine("heartbeats/", {"scales": []}),
    "POST /api/machines/heartbeat/": _plain("/api/machines/heartbeat/", {"scales": []}),
    "GET /edge/machines/{machine_id}/status/": _machine("status/"),
    "GET /api/machines/{machine_id}/status/": lambda world: (
        f"/api/machines/{Store(world).machine().id}/status/",
        None,
    ),
    "POST /api/machines/lock/": _plain("/api/machines/lock/", {}),
    "GET /edge/weight-changes/": _plain("/edge/weight-changes/"),
    "GET /edge/alerts/": _plain("/edge/alerts/"),
    "POST /edge/alerts/{alert_id}/close/": _closing_an_alert,
    "GET /edge/tickets/": _plain("/edge/tickets/"),
    "GET /edge/tickets/{ticket_id}/": _ticket(""),
    "POST /edge/tickets/{ticket_id}/start/": _ticket("start/", {}),
    "POST /edge/tickets/{ticket_id}/claim-event/": _on_an_event("claim-event"),
    "POST /edge/tickets/{ticket_id}/split-event/": _on_an_event("split-event", quantity=1),
    "POST /edge/tickets/{ticket_id}/refuse-event/": _on_an_event("refuse-event"),
    "POST /edge/tickets/{ticket_id}/undo/": _ticket("undo/", {}, "start"),
    "GET /edge/shelf-products/": _plain("/edge/shelf-products/"),
    "POST /edge/tickets/{ticket_id}/complete/": _ticket("complete/", {"lines": []}, "start"),
    "POST /edge/tickets/{ticket_id}/reopen/": _ticket(
        "reopen/", {"reason": "again"}, "start", "complete"
    ),
    "GET /edge/cameras/": _plain("/edge/cameras/"),
    "POST /edge/cameras/": _plain("/edge/cameras/", {}),
    "GET /edge/cameras/{camera_id}/": _camera(),
    "PATCH /edge/cameras/{camera_id}/": _camera({"company": "Acme"}),
    "DELETE /edge/cameras/{camera_id}/": _camera(),
    "GET /edge/scanners/": _plain("/edge/scanners/"),
    "POST /edge/scanners/": _plain("/edge/scanners/", {"tag": "Entry"}),
    "GET /edge/scanners/{scanner_id}/": _scanner(),
    "PATCH /edge/scanners/{scanner_id}/": _scanner("", {"company": "Acme"}),
    "DELETE /edge/scanners/{scanner_id}/": _scanner(),
    "POST /edge/scanners/{scanner_id}/keys/": _scanner("keys/", {}),
    "DELETE /edge/scanners/{scanner_id}/keys/{key_id}/": _removing_a_key("scanners"),
    "GET /edge/videos/": _plain("/edge/videos/"),
    "POST /edge/videos/": _registering_a_clip,
    "GET /edge/videos/{video_id}/footage/": _plain(f"/edge/videos/x/footage/?{LINK}"),
    "GET /edge/machines/": _plain("/edge/machines/"),
    "POST /edge/machines/": lambda world: (
        "/edge/machines/",
        {"machine_id": world.name.replace(" ", "-"), "display_name": "Rack"},
    ),
    "GET /edge/machines/{machine_id}/": _machine(),
    "PATCH /edge/machines/{machine_id}/": _machine("", {"display_name": "Fridge"}),
    "DELETE /edge/machines/{machine_id}/": _machine(),
    "POST /edge/machines/{machine_id}/keys/": _machine("keys/", {}),
    "DELETE /edge/machines/{machine_id}/keys/{key_id}/": _removing_a_key("machines"),
    "GET /edge/machines/{machine_id}/scales/": _machine("scales/"),
    "PUT /edge/machines/{machine_id}/scales/{scale_id}/": _setting_a_scale,
    "DELETE /edge/machines/{machine_id}/scales/{scale_id}/": _machine("scales/001/"),
}
"""For each operation of the store what makes a call of it that nothing but missing rights can
refuse.
"""

ANSWERS = {
    "GET /edge/videos/{video_id}/footage/": 404,  # the link decides, not the role
    "POST /edge/deposits/": 409,  # none are asked for
}

#: Others than the visitor are told that there is no such visit, receipt, payment.
HIDDEN = (
    "POST /edge/visits/{visit_id}/contest/",
    "POST /edge/receipts/{receipt_id}/checkout/",
    "GET /edge/payments/{payment_id}/",
    "POST /edge/payments/{payment_id}/verify/",
    "POST /edge/payments/{payment_id}/cancel/",
    "GET /edge/visits/{visit_id}/live/",
    "GET /edge/visits/{visit_id}/",
    "GET /edge/carts/{visit_id}/",
)
