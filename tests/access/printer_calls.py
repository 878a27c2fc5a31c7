"""What each operation on printers is called with."""

from __future__ import annotations

from collections.abc import Callable

from tests.access.world import Json, World
from tests.support.api import answer

Call = tuple[str, Json | None]
WHERE = {"host": "127.0.0.1", "port": 9109, "is_active": False}  # nobody is talked to


def _new(world: World) -> int:
    body = {"location_id": world.place.location_id, "name": world.name, **WHERE}
    made = world.made("/orders/printers/create/", body, **world.place.owner.bearer)
    return int(made["response"]["id"])


def _found(world: World, path: str) -> list[Json]:
    return list(answer(world.api.get(path, headers=world.place.owner.bearer)))


def _printer(world: World) -> int:
    """The printer of the place; a place has few."""
    found = _found(world, f"/orders/printers/find/?location_id={world.place.location_id}")
    return int(found[0]["id"]) if found else _new(world)


def _at_printer(path: str, body: Json | None = None) -> Callable[[World], Call]:
    return lambda world: (path.format(_printer(world)), body)


def _ticket(world: World) -> Call:
    printer = _printer(world)
    world.made(f"/orders/printers/test/{printer}/", {}, **world.place.owner.bearer)
    (ticket, *_) = _found(world, f"/orders/printers/tickets/{printer}/")
    return f"/orders/printers/again/{ticket['id']}/", {}


CALLS: dict[str, Callable[[World], Call]] = {
    "POST /orders/printers/again/{ticket_id}/": _ticket,
    "POST /orders/printers/create/": lambda world: (
        "/orders/printers/create/",
        {"location_id": world.place.location_id, "name": world.name, **WHERE},
    ),
    "POST /orders/printers/edit/{printer_id}/": _at_printer(
        "/orders/printers/edit/{}/", {"columns": 42}
    ),
    "GET /orders/printers/find/": lambda world: (
        f"/orders/printers/find/?location_id={world.place.location_id}",
        None,
    ),
    "POST /orders/printers/remove/{printer_id}/": lambda world: (
        f"/orders/printers/remove/{_new(world)}/",
        {},
    ),
    "POST /orders/printers/test/{printer_id}/": _at_printer("/orders/printers/test/{}/", {}),
    "GET /orders/printers/tickets/{printer_id}/": _at_printer("/orders/printers/tickets/{}/"),
}
