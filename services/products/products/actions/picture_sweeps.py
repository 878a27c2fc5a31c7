"""Removes pictures that nobody has any more. How that goes together with those who begin to refer
to one, or send it again, `actions.pictures` says.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from kit.errors import Unavailable
from kit.pictures import picture_of
from peers.locations import location_logo

from products import shelf
from products.models import Picture, Product
from products.storage import PICTURES

log = logging.getLogger("products.pictures")

BATCH = 100
DAY = timedelta(days=1)
#: Of each location, older than a day, in no product, and not among the newest two logos: a page may
#: show one before it is saved.
LEFT = """
SELECT id, location_id, key FROM (
    SELECT *, rank() OVER (PARTITION BY location_id ORDER BY logo_at DESC NULLS LAST, id) AS place
    FROM products_picture
) AS picture
WHERE kept_at < now() - interval '1 day' AND NOT going AND (logo_at IS NULL OR place > 2)
  AND NOT EXISTS (SELECT FROM products_product AS product
                  WHERE substring(product.image FROM '^/products/pictures/([0-9]+/[0-9a-f]{32})-')
                        = picture.location_id || '/' || picture.key)
ORDER BY location_id, id
"""


def pictures_sweep() -> bool:
    """Remove at most 100 pictures that neither a product nor the logo of its place refers to, and
    that were sent last a day ago; whether there may be more. Those of a place whose logo locations
    does not tell just now are left.
    """
    if PICTURES not in settings.STORAGES:
        return False
    for picture_id, location_id, key in _left_over():
        _mark(picture_id, location_id, key)
    removed = 0
    for picture in Picture.objects.filter(going=True).order_by("id")[:BATCH]:
        removed += _remove(picture.id)
    shelf.begun_sweep()
    return removed == BATCH


def _left_over() -> Iterator[tuple[int, int, str]]:
    """`(id, location, key)` of at most 100 that neither a product nor a logo refers to."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT)
        rows: list[tuple[int, int, str]] = cursor.fetchall()
    found = 0
    for location_id, pictures in groupby(rows, key=lambda row: row[1]):
        try:
            logo = picture_of(location_logo(location_id))
        except Unavailable as unavailable:
            log.warning("pictures of location %d are left: %s", location_id, unavailable)
            continue
        for row in pictures:
            if (location_id, row[2]) != logo and found < BATCH:
                found += 1
                yield row


@transaction.atomic
def _mark(picture_id: int, location_id: int, key: str) -> None:
    """Take a picture away from whoever might refer to it, unless somebody does, is about to, or has
    sent it again.
    """
    old = Picture.objects.filter(id=picture_id, going=False, kept_at__lt=Now() - DAY)
    if not old.select_for_update(skip_locked=True).first():
        return
    if not Product.objects.filter(image__in=shelf.addresses(location_id, key)).exists():
        Picture.objects.filter(id=picture_id).update(going=True)


@transaction.atomic
def _remove(picture_id: int) -> bool:
    """Delete the files of a picture that is going, then its row; whether it was there. Raises 503
    `pictures_unavailable`: it goes on going.
    """
    going = Picture.objects.filter(id=picture_id, going=True)
    picture = going.select_for_update(skip_locked=True).first()
    if picture is None:
        return False
    shelf.files_remove(picture.location_id, picture.key)
    picture.delete()
    return True
