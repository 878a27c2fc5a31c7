"""Routes of pictures: sent by managers, seen by everybody."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import token_user
from kit.envelopes import JSON
from kit.errors import BadRequest, NotFound, TooLarge
from kit.fields import Id
from kit.openapi import allows
from kit.pace import Pace
from kit.pictures import TYPES
from kit.static import FOR_GOOD
from ninja import Query, Router

from products import access, shelf
from products.actions.pictures import picture_keep
from products.schemas import pictures as schemas
from suite.registry import UPLOAD_LIMIT

router = Router()
UPLOADS = Pace[int](burst=60, per_second=0.5)  # by location: a menu at once, then at leisure
OTHER_TYPE = "send the file itself, as image/… or application/octet-stream"


@router.post(
    "/products/picture/{location_id}/",
    auth=token_user,
    response={200: schemas.PictureAnswer, **failures(400, 403, 404, 413, 429, 503)},
    openapi_extra=schemas.FILE,
)
@allows("manager")
def upload(request: Any, location_id: Id, query: Query[schemas.UploadIn]) -> HttpResponse:
    """Send a picture: JPEG, PNG, WebP or AVIF, at most 5 MB, the file itself as the body. It is
    drawn anew in three sizes; the answer is its address for a product's `image`, or with `for=logo`
    for the location's `logo`. The same picture again is the same address.
    """
    from products.pictures import drawn  # with Pillow, 7 MB that only who is sent one needs

    access.require_manager(request.auth, location_id)
    shelf.require_place()
    UPLOADS.take(location_id)
    picture = drawn(_file(request))
    address = picture_keep(
        location_id=location_id,
        key=picture.key,
        files=picture.files,
        is_logo=query.purpose == "logo",
    )
    return HttpResponse(orjson.dumps({"success": True, "image": address}), content_type=JSON)


def _file(request: HttpRequest) -> bytes:
    """The body as it came. Raises 413 `request_too_large` as the gateway does, and 400."""
    if request.content_type not in {"", "application/octet-stream"} and not (
        (request.content_type or "").startswith("image/")
    ):
        raise BadRequest("not_a_picture", OTHER_TYPE)
    try:
        content: bytes = request.read(UPLOAD_LIMIT + 1)
    except OSError:
        raise BadRequest("not_a_picture", "the request ended early") from None
    if len(content) > UPLOAD_LIMIT:
        raise TooLarge("request_too_large", "at most 5 MB")
    return content


@router.get(
    "/products/pictures/{location_id}/{name}/",
    response=failures(404, 503),
    openapi_extra=schemas.SHOWN,
)
@allows("everybody")
def picture(request: HttpRequest, location_id: Id, name: schemas.FileName) -> HttpResponse:
    """A picture in one size and format. What is behind an address never changes."""
    content = shelf.file_get(location_id, name)
    if content is None:
        raise NotFound("picture_not_found")
    headers = {"Cache-Control": FOR_GOOD, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]], headers=headers)
