"""Takes a file of products in, as a whole or not at all: what it would do is planned first, and
then done by the same actions that a single product is created and edited with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from kit.alike import folded
from kit.errors import BadRequest, Conflict

from products import csv_file, options, selectors
from products.actions.products import catalogue_lock, product_create, product_edit
from products.csv_file import Problem
from products.import_plan import Plan, Reader, Sound, Step
from products.models import Product

FIELD_OF = {
    "duplicate_product": "name",
    "duplicate_barcode": "barcode",
    "picture_elsewhere": "image",
    "picture_not_found": "image",
}


@dataclass(frozen=True, slots=True)
class Author:
    """Who imports, and whose the new products are. `unlimited` is without the limit of a place."""

    username: str
    seller_id: int
    unlimited: bool = False


def products_import(
    *,
    location_id: int,
    text: str,
    author: Author,
    sound: Sound,
    dry_run: bool = False,
    without_stock: bool = False,
    expected: str | None = None,
) -> dict[str, Any]:
    """Create and edit the products of a CSV file, or with `dry_run` only say what would happen.
    `sound` is the rules of requests for a field.

    Raises 409 `products_changed` when by now it would not do what has the digest `expected`, and
    400 `erroneous_lines` with the errors as `details`; nothing has changed then. A dry run answers
    with the errors instead.
    """
    with transaction.atomic():
        plan = _locked_plan(location_id, text, without_stock, sound)
        digest = plan.digest()
        if expected is not None and digest != expected:
            raise Conflict("products_changed")
        if not plan.problems:
            plan.problems = [*_done(plan.steps, author)]
        if dry_run:
            plan.forget()
            transaction.set_rollback(True)
        elif plan.problems:
            raise BadRequest("erroneous_lines", details=[each.shown() for each in plan.problems])
    return plan.report(digest)


def _locked_plan(location_id: int, text: str, without_stock: bool, sound: Sound) -> Plan:
    """What the file would do, with the products that it changes locked in the order of their ids
    and compared once more. Those that it leaves as they are may be sold meanwhile.
    """
    catalogue_lock(location_id)
    rows, problems = csv_file.read(text)
    groups = {folded(each["name"]): each for each in options.group_find(location_id)}
    separator = csv_file.separator_of(text)
    reader = Reader(location_id, separator, without_stock, sound, groups)
    objects = selectors.product_objects(location_id)
    plan = reader.plan(rows, objects)
    ids = {each.product_id for each in plan.steps if each.product_id is not None}
    if ids:
        here = Product.objects.filter(location_id=location_id, id__in=ids).order_by("id")
        list(here.select_for_update(no_key=True).values_list("id"))
        others = {key: each for key, each in objects.items() if key not in ids}
        plan = reader.plan(rows, {**others, **selectors.product_objects(location_id, ids)})
    plan.problems += problems
    return plan


def _done(steps: Sequence[Step], author: Author) -> Iterator[Problem]:
    """Do it, and say what was refused. Edits go first: what they rename makes room for new ones."""
    for step in sorted(steps, key=lambda step: step.is_new):
        try:
            _do(step, author)
        except BadRequest as refused:
            yield Problem(step.line, FIELD_OF.get(refused.reason), refused.reason)


def _do(step: Step, author: Author) -> None:
    if step.product_id is None:
        product = product_create(
            seller_id=author.seller_id,
            fields={"location_id": step.location_id, **step.fields},
            unlimited=author.unlimited,
            who=author.username,
        )
        step.product_id = product.id
    else:
        product_edit(
            product_id=step.product_id,
            at_location=step.location_id,
            fields=step.fields,
            who=author.username,
        )
