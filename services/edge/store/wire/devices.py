"""Cameras, scanners, machines and their scales."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from devices.models import DeviceKey
from kit.clock import iso

from store.models import Camera, Machine, Product, Scale, Scanner
from store.wire.values import price


def camera_object(camera: Camera, machines: list[str]) -> dict[str, Any]:
    return {**_hardware(camera), "machines": machines, "stream_url": camera.stream_url}


def scanner_object(scanner: Scanner, keys: Iterable[DeviceKey]) -> dict[str, Any]:
    return {**_hardware(scanner), "keys": [key_object(key) for key in keys]}


def machine_object(machine: Machine, keys: Iterable[DeviceKey]) -> dict[str, Any]:
    return {
        "machine_id": machine.pk,
        "display_name": machine.display_name,
        "status": machine.status,
        "last_seen": iso(machine.last_seen),
        "created_at": iso(machine.created_at),
        "updated_at": iso(machine.updated_at),
        "retired_at": iso(machine.retired_at),
        "keys": [key_object(key) for key in keys],
        "store_id": machine.store_id,
    }


def key_object(key: DeviceKey) -> dict[str, Any]:
    """A valid key, which cannot be read again."""
    return {"id": key.pk, "created_at": iso(key.created_at)}


def scale_object(scale: Scale, product: Product | None) -> dict[str, Any]:
    """What lies on a scale."""
    return {
        "machine_id": scale.machine_id,
        "scale_id": scale.scale_id,
        "product_id": scale.product_id,
        "unit_weight_g": scale.unit_weight_g,
        "tolerance_g": scale.tolerance_g,
        "name": product.name if product else None,
        "unit_price": price(product.unit_price) if product else None,
        "image": product.image if product else "",
    }


def product_object(product: Product) -> dict[str, Any]:
    """Something that lies on a scale of the store."""
    return {
        "product_id": product.pk,
        "name": product.name,
        "unit_price": price(product.unit_price),
        "image": product.image,
    }


def _hardware(row: Camera | Scanner) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "tag": row.tag or None,
        "model_number": row.model_number,
        "company": row.company,
        "operation_status": row.operation_status or None,
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
        "store_id": row.store_id,
    }
