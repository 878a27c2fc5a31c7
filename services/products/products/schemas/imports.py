"""What requests and answers about files of products hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kit.errors import BadRequest
from kit.fields import Signed
from ninja import Schema
from pydantic import Field, StrictBool, StringConstraints, ValidationError

from products.csv_file import Unreadable
from products.schemas.products import ProductIn

Separator = Literal["semicolon", "comma"]
Digest = Annotated[str, StringConstraints(max_length=100)]


class ImportIn(Signed):
    csv: str
    """The text of the file."""
    dry_run: StrictBool = False
    """Only say what would happen."""
    without_stock: StrictBool = False
    """Leave what is on hand as it is: an older file must not undo sales."""
    expected: Digest | None = None
    """The digest of the dry run; 409 `products_changed` when the file would do something else."""


class ImportedOut(Schema):
    line: int
    action: Literal["created", "changed"]
    product_id: int | None
    """null for one that a dry run would create."""
    name: str
    changes: dict[str, Annotated[list[Any], Field(min_length=2, max_length=2)]]
    """By field: before and after, as a product shows them; groups of options by their names."""


class ProblemOut(Schema):
    line: int
    field: str | None
    """null where it is about the whole line."""
    reason: str


class ReportOut(Schema):
    created: int
    changed: int
    unchanged: int
    digest: str
    lines: list[ImportedOut]
    """Those that create or change something. The header is line 1."""
    errors: list[ProblemOut]


class ReportAnswer(Schema):
    success: bool
    response: ReportOut


def sound(column: str, value: Any) -> dict[str, Any]:
    """A field of a product by the rules of requests, as it is stored; raises Unreadable."""
    try:
        return ProductIn.model_validate({column: value}).sent()
    except (ValidationError, BadRequest):
        raise Unreadable(column) from None
