"""What scanners ask for. Its route is tried first of all."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import ready
from kit.errors import NotFound
from kit.fields import IdFilter
from kit.openapi import allows
from ninja import Router

from products import lookup, selectors
from products.schemas import products as schemas
from products.schemas.fields import BARCODE, Scanned

router = Router()


@router.get(
    "/products/barcode/{barcode}/",
    response={200: schemas.ProductAnswer, **failures(400, 404, 503)},
)
@allows("everybody")
def by_barcode(
    request: HttpRequest, barcode: Scanned, location_id: IdFilter = None
) -> HttpResponse:
    """What a scanner has read; without `location_id` anywhere. At most a second old."""
    if not BARCODE.fullmatch(barcode):
        raise NotFound("product_not_found")

    def make() -> bytes | None:
        product = selectors.product_by_barcode(barcode, location_id)
        return None if product is None else orjson.dumps(product)

    found = lookup.looked_up((barcode, location_id), make)
    if found is None:
        raise NotFound("product_not_found")
    return ready(request, found)
