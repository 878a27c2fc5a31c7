"""Pictures are kept, referred to, and removed when nobody has them any more.

A row is written before the files and deleted after them, so that nothing lies anywhere without one.
Whoever refers to a picture holds its row (FOR KEY SHARE) until that is committed; whoever removes
one locks it first (FOR UPDATE), then looks who refers to it, and marks it before the first file
goes. A picture that is sent again is no longer marked, and all of its files are written again.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from kit.errors import BadRequest
from kit.pictures import picture_of

from products import shelf
from products.models import Picture, Product

REFER = """
SELECT 1 FROM products_picture WHERE location_id = %s AND key = %s AND NOT going FOR KEY SHARE
"""


def picture_keep(
    *, location_id: int, key: str, files: Mapping[str, bytes], is_logo: bool = False
) -> str:
    """Keep the files of a picture; its address. Again, or twice at once: the same. Raises 400
    `too_many_pictures` beyond the setting PICTURES_PER_PLACE, and 503 `pictures_unavailable`.
    """
    here = Picture.objects.filter(location_id=location_id)
    if not here.filter(key=key).exists() and here.count() >= settings.PICTURES_PER_PLACE:
        raise BadRequest("too_many_pictures")
    row = Picture(location_id=location_id, key=key, kept_at=Now(), going=False)
    row.logo_at = Now() if is_logo else None
    Picture.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["location_id", "key"],
        update_fields=["kept_at", "going", *(["logo_at"] if is_logo else [])],
    )
    shelf.files_put(location_id, files)
    return shelf.address(location_id, key)


def picture_refer(*, product: Product, before: str | None = None) -> None:
    """Let a product have its `image`, where it is another one than before; in the transaction that
    writes it. Raises 400 for one of our addresses: `picture_elsewhere` where it is of another
    location, `picture_not_found` where nothing is behind it.
    """
    found = picture_of(product.image)
    if found is None or product.image == before:
        return
    if found[0] != product.location_id:
        raise BadRequest("picture_elsewhere")
    with connection.cursor() as cursor:
        cursor.execute(REFER, found)
        if cursor.fetchone() is None:
            raise BadRequest("picture_not_found")
