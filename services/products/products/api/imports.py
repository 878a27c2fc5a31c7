"""Routes for all products of a location as a file."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse
from kit.api import failures
from kit.auth import signed_in, token_user
from kit.envelopes import ready
from kit.fields import Id
from kit.idempotency import once
from kit.openapi import allows
from ninja import Router

from products import access, csv_file, selectors
from products.actions.imports import Author, products_import
from products.schemas import imports as schemas

router = Router()
SEPARATORS = {"semicolon": ";", "comma": ","}
FILE = {"responses": {200: {"description": "OK", "content": {"text/csv": {}}}}}


@router.get(
    "/products/export/{location_id}/",
    auth=token_user,
    response=failures(400, 403, 404, 503),
    openapi_extra=FILE,
)
@allows("manager")
def export_file(
    request: Any, location_id: Id, separator: schemas.Separator = "semicolon"
) -> HttpResponse:
    """All products of a location as a CSV file, in the order of its menu; with semicolons prices
    have a decimal comma.
    """
    access.require_manager(request.auth, location_id)
    menu = selectors.product_menu(location_id)
    text = csv_file.write(menu, SEPARATORS[separator])
    name = f'attachment; filename="products-{location_id}.csv"'
    headers = {"Content-Disposition": name}
    return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8", headers=headers)


@router.post(
    "/products/import/{location_id}/",
    auth=signed_in,
    response={200: schemas.ReportAnswer, **failures(400, 403, 404, 409, 422, 503)},
)
@allows("manager")
def import_file(request: Any, location_id: Id, body: schemas.ImportIn) -> HttpResponse:
    """Create and change products by a CSV file, all or nothing: 400 `erroneous_lines` with what is
    wrong as details. A dry run only says what would happen.
    """
    location = access.require_manager(request.auth, location_id)
    caller = request.auth
    author = Author(caller.username, location.owner_id, unlimited=caller.has("admin"))

    def write() -> bytes:
        asked = body.model_dump(include={"dry_run", "without_stock", "expected"})
        report = products_import(
            location_id=location_id, text=body.csv, author=author, sound=schemas.sound, **asked
        )
        return orjson.dumps(report)

    scope = f"products/import {location_id} {caller.user_id}"
    return ready(request, *once(request, scope, write=write))
