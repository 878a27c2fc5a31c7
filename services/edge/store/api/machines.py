"""HTTP adapter of operators: machines, their keys, and what lies on their scales."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer, done
from kit.openapi import allows
from kit.paging import PageIn, each, page
from ninja import Query, Router

from store import access, goods, refusals
from store.actions import onboarding, planogram
from store.api.keys import key_added, key_removed
from store.api.writing import written
from store.models.columns import SCALE
from store.schemas import devices as schemas
from store.selectors.devices import machine_rows
from store.selectors.goods import scale_rows, scales_find, shelf_products_find
from store.selectors.machines import machine_find, machines_find
from store.wire.devices import product_object

router = Router()


@router.get(
    "/edge/machines/",
    auth=access.operator,
    response={200: schemas.RacksOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def machines(request: Any, asked: Query[schemas.RacksIn]) -> HttpResponse:
    """Machines by number: those in use, with `retired=true` the others."""
    found = machines_find(retired=bool(asked.retired))
    return answer(request, page(request, asked, found, machine_rows))


@router.post(
    "/edge/machines/",
    auth=access.operator,
    response={201: schemas.RackOut, **failures(400, 401, 403, 409, 503)},
)
@allows("operator")
def add_machine(request: Any, body: schemas.RackIn) -> HttpResponse:
    """A new machine; it is heard when it has a key."""

    def write() -> dict[str, Any]:
        made = onboarding.machine_create(machine_id=body.machine_id, display_name=body.display_name)
        return machine_rows([made])[0]

    return written(request, "machine", write, status=201)


@router.get(
    "/edge/machines/{machine_id}/",
    auth=access.operator,
    response={200: schemas.RackOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def machine(request: Any, machine_id: str) -> HttpResponse:
    """One machine, in use or retired."""
    return answer(request, machine_rows([machine_find(machine_id)])[0])


@router.patch(
    "/edge/machines/{machine_id}/",
    auth=access.operator,
    response={200: schemas.RackOut, **failures(400, 401, 403, 404, 503)},
)
@allows("operator")
def change_machine(request: Any, machine_id: str, body: schemas.RackChangeIn) -> HttpResponse:
    """Name a machine."""
    machine = machine_find(machine_id)

    def write() -> dict[str, Any]:
        changed = onboarding.machine_change(machine_id=machine.pk, display_name=body.display_name)
        return machine_rows([changed])[0]

    return written(request, f"machine {machine.pk}", write)


@router.delete(
    "/edge/machines/{machine_id}/",
    auth=access.operator,
    response={204: None, **failures(401, 403, 404, 503)},
)
@allows("operator")
def retire_machine(request: Any, machine_id: str) -> HttpResponse:
    """Take a machine out of use. It stays for its tickets; its keys end."""
    onboarding.machine_retire(machine_id=machine_find(machine_id).pk)
    return done(request)


@router.post(
    "/edge/machines/{machine_id}/keys/",
    auth=access.operator,
    response={201: schemas.NewDeviceKeyOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def add_machine_key(request: Any, machine_id: str) -> HttpResponse:
    """A further key for a machine, shown this once; older ones stay valid."""
    return key_added(request, onboarding.machine_device(machine_id))


@router.delete(
    "/edge/machines/{machine_id}/keys/{key_id}/",
    auth=access.operator,
    response={204: None, **failures(401, 403, 404, 503)},
)
@allows("operator")
def remove_machine_key(request: Any, machine_id: str, key_id: str) -> HttpResponse:
    """End a key of a machine."""
    return key_removed(request, onboarding.machine_device(machine_id), key_id)


@router.get(
    "/edge/machines/{machine_id}/scales/",
    auth=access.staff,
    response={200: schemas.ScalesOut, **failures(400, 401, 403, 404, 503)},
)
@allows("reviewer")
def scales(request: Any, machine_id: str, asked: Query[PageIn]) -> HttpResponse:
    """What lies on the scales of a machine."""
    found = scales_find(machine_find(machine_id).pk)
    return answer(request, page(request, asked, found, scale_rows))


@router.get(
    "/edge/shelf-products/",
    auth=access.staff,
    response={200: schemas.ShelfProductsOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def shelf_products(request: Any, asked: Query[schemas.ShelfProductsIn]) -> HttpResponse:
    """What lies on any scale of the store, by name; `search` is a part of the name."""
    found = shelf_products_find(search=asked.search)
    return answer(request, page(request, asked, found, each(product_object)))


@router.put(
    "/edge/machines/{machine_id}/scales/{scale_id}/",
    auth=access.operator,
    response={200: schemas.ScaleOut, **failures(400, 401, 403, 404, 503)},
)
@allows("operator")
def set_scale(request: Any, machine_id: str, scale_id: str, body: schemas.ScaleIn) -> HttpResponse:
    """Say what lies on a scale, for changes from now on."""
    machine = machine_find(machine_id)
    if not (len(scale_id) <= SCALE and scale_id.isprintable()):
        raise refusals.scale_not_found()
    product = goods.product_asked(body.product_id)

    def write() -> dict[str, Any]:
        wanted = planogram.Wanted(product, body.unit_weight_g, body.tolerance_g)
        scale = planogram.scale_set(machine_id=machine.pk, scale_id=scale_id, wanted=wanted)
        return scale_rows([scale])[0]

    return written(request, f"scale {machine.pk} {scale_id}", write)


@router.delete(
    "/edge/machines/{machine_id}/scales/{scale_id}/",
    auth=access.operator,
    response={204: None, **failures(401, 403, 404, 503)},
)
@allows("operator")
def clear_scale(request: Any, machine_id: str, scale_id: str) -> HttpResponse:
    """Nobody knows any more what lies on a scale."""
    machine = machine_find(machine_id)
    planogram.scale_clear(machine_id=machine.pk, scale_id=scale_id[: SCALE + 1])
    return done(request)
