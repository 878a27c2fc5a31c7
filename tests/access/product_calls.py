"""What each operation of products needs to be called with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.world import Json, World
from tests.support.api import answer

Call = tuple[str, Json | None]  # a path and a body


def _at_location(path: str, body: Callable[[World], Json | None] = lambda _: {}) -> Any:
    return lambda world: (path.format(world.place.location_id), body(world))


def _at_product(path: str, body: Callable[[World], Json | None] = lambda _: {}) -> Any:
    return lambda world: (path.format(world.place.sell(world.name)), body(world))


def _choice(world: World) -> Json:
    options = [{"name": "Large", "price": "1"}]
    group = {"location_id": world.place.location_id, "name": world.name, "options": options}
    return {"group": group}


def _at_choice(path: str, **body: Any) -> Callable[[World], Call]:
    """A call that is about a group of options of its own."""

    def call(world: World) -> Call:
        create, owner = "/products/options/create/", world.place.owner.bearer
        made = answer(world.api.post(create, _choice(world), headers=owner))
        return path.format(**made), body

    return call


CALLS: dict[str, Callable[[World], Call]] = {
    "GET /internal/products/changes/": lambda _: ("/internal/products/changes/", None),
    "POST /internal/products/batch/": lambda world: (
        "/internal/products/batch/",
        {"ids": [world.product]},
    ),
    "GET /internal/products/{product_id}/": lambda world: (
        f"/internal/products/{world.product}/?location_id={world.place.location_id}",
        None,
    ),
    "POST /products/arrange/{location_id}/": _at_location(
        "/products/arrange/{}/", lambda world: {"product_ids": world.place.products}
    ),
    "GET /products/barcode/{barcode}/": lambda _: ("/products/barcode/4006381333931/", None),
    "POST /products/create/": lambda world: (
        "/products/create/",
        {"product": {"location_id": world.place.location_id, "name": world.name, "price": "1"}},
    ),
    "POST /products/delete/{product_id}/": _at_product("/products/delete/{}/"),
    "POST /products/edit/{product_id}/": _at_product(
        "/products/edit/{}/", lambda _: {"product": {"description": "Hot"}}
    ),
    "GET /products/export/{location_id}/": _at_location("/products/export/{}/", lambda _: None),
    "GET /products/find/": lambda _: ("/products/find/", None),
    "GET /products/get/{product_id}/": _at_product("/products/get/{}/", lambda _: None),
    "POST /products/import/{location_id}/": _at_location(
        "/products/import/{}/",
        lambda world: {"csv": f"name;price\n{world.name};1", "dry_run": True},
    ),
    "GET /products/movements/{product_id}/": _at_product("/products/movements/{}/", lambda _: None),
    "POST /products/options/create/": lambda world: ("/products/options/create/", _choice(world)),
    "POST /products/options/delete/{group_id}/": _at_choice("/products/options/delete/{id}/"),
    "POST /products/options/edit/{group_id}/": _at_choice(
        "/products/options/edit/{id}/", group={"most": 1}
    ),
    "GET /products/options/find/": lambda _: ("/products/options/find/", None),
    "POST /products/options/sold_out/{option_id}/": _at_choice(
        "/products/options/sold_out/{options[0][id]}/", sold_out=True
    ),
    "POST /products/picture/{location_id}/": _at_location("/products/picture/{}/", lambda _: None),
    "GET /products/pictures/{location_id}/{name}/": _at_location(
        "/products/pictures/{}/none-640.jpg", lambda _: None
    ),
    "POST /products/sold_out/{product_id}/": _at_product(
        "/products/sold_out/{}/", lambda _: {"sold_out": True}
    ),
    "POST /products/stock/{product_id}/": lambda world: (
        f"/products/stock/{world.counted}/",
        {"change": 1},
    ),
}
