"""What lies on which scale."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from store import refusals
from store.actions.locking import machine_lock
from store.models import Product, Scale


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to lie on a scale; `product` is a copy of what products said just now. Grams."""

    product: Product
    unit_weight_g: int
    tolerance_g: int


@transaction.atomic
def scale_set(*, machine_id: str, scale_id: str, wanted: Wanted) -> Scale:
    """Say what lies on a scale, for changes from now on; raises 404 `machine_not_found`."""
    machine = machine_lock(machine_id)
    if machine.retired_at is not None:
        raise refusals.machine_not_found()
    wanted.product.save(force_insert=False)
    scale, _ = Scale.objects.update_or_create(
        machine=machine,
        scale_id=scale_id,
        defaults={
            "product_id": wanted.product.pk,
            "unit_weight_g": wanted.unit_weight_g,
            "tolerance_g": wanted.tolerance_g,
        },
    )
    return scale


@transaction.atomic
def scale_clear(*, machine_id: str, scale_id: str) -> None:
    """Nobody knows any more what lies on a scale; raises 404 `machine_not_found`,
    `scale_not_found`.
    """
    machine = machine_lock(machine_id)
    if not Scale.objects.filter(machine=machine, scale_id=scale_id).delete()[0]:
        raise refusals.scale_not_found()
