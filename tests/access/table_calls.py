"""What each operation on tables, and on guests who move between them, is called with."""

from __future__ import annotations

from collections.abc import Callable

from tests.access.world import Json, World

Call = tuple[str, Json | None]


def _at_table(path: str, body: Json | None = None) -> Callable[[World], Call]:
    """A new table, by its id or its code."""

    def call(world: World) -> Call:
        return path.format(**world.own_table()), body

    return call


def _session(path: str, body: Callable[[World], Json] = lambda _: {}) -> Callable[[World], Call]:
    return lambda world: (path.format(world.table()), body(world))


def _split(world: World) -> Call:
    order = world.order()
    body = {"orders": [order["id"]], "table_id": world.own_table()["id"]}
    return f"/orders/sessions/split/{order['code']['session_code']}/", body


def _reopen(world: World) -> Call:
    code = world.table()
    world.made(f"/orders/sessions/close/{code}/", {}, **world.place.owner.bearer)
    return f"/orders/sessions/reopen/{code}/", {}


def _of_place(path: str, body: Json | None = None) -> Callable[[World], Call]:
    return lambda world: (path.format(world.place.location_id), body)


def _where_none_orders(path: str) -> Callable[[World], Call]:
    return lambda world: (path.format(world.idle_place.location_id), {})


def _settings(body: Json | None) -> Callable[[World], Call]:
    return lambda world: (f"/orders/settings/{world.place.location_id}/", body)


CALLS: dict[str, Callable[[World], Call]] = {
    "POST /codes/short/": lambda _: ("/codes/short/", {}),
    "GET /orders/offer/{location_id}/": _of_place("/orders/offer/{}/"),
    "POST /orders/pause/{location_id}/": _where_none_orders("/orders/pause/{}/"),
    "POST /orders/resume/{location_id}/": _where_none_orders("/orders/resume/{}/"),
    "POST /orders/sessions/merge/{session_code}/": _session(
        "/orders/sessions/merge/{}/", lambda world: {"into": world.table()}
    ),
    "POST /orders/sessions/move/{session_code}/": _session(
        "/orders/sessions/move/{}/", lambda world: {"table_id": world.own_table()["id"]}
    ),
    "POST /orders/sessions/rename/{session_code}/": _session(
        "/orders/sessions/rename/{}/", lambda world: {"name": world.name}
    ),
    "POST /orders/sessions/reopen/{session_code}/": _reopen,
    "POST /orders/sessions/split/{session_code}/": _split,
    "GET /orders/settings/{location_id}/": _settings(None),
    "POST /orders/settings/{location_id}/": _settings({"languages": ["de"]}),
    "POST /orders/tables/answer/{table_id}/": _at_table("/orders/tables/answer/{id}/", {}),
    "POST /orders/tables/call/{table_code}/": _at_table("/orders/tables/call/{code}/", {}),
    "POST /orders/tables/create/": lambda world: (
        "/orders/tables/create/",
        {"location_id": world.place.location_id, "name": world.name},
    ),
    "POST /orders/tables/edit/{table_id}/": _at_table("/orders/tables/edit/{id}/", {"seats": 2}),
    "GET /orders/tables/find/": lambda world: (
        f"/orders/tables/find/?location_id={world.place.location_id}",
        None,
    ),
    "GET /orders/tables/get/{table_code}/": _at_table("/orders/tables/get/{code}/"),
    "POST /orders/tables/open/{table_code}/": _at_table("/orders/tables/open/{code}/", {}),
    "POST /orders/tables/remove/{table_id}/": _at_table("/orders/tables/remove/{id}/", {}),
}
