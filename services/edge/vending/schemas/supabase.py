"""What the original's front end sends to Supabase's REST, and how that answers."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Annotated

import orjson
from ninja import Schema
from pydantic import AfterValidator, BaseModel, TypeAdapter, ValidationError

from vending import supabase_refusals
from vending.actions.feedback import Opinion
from vending.schemas.fields import Comment, Rating

MOST = 10  # rows of one call


def _storable(comment: str) -> str:
    if "\0" in comment:
        raise ValueError("no text")
    return comment


class OpinionIn(BaseModel):
    machine_id: str
    rating: Rating
    comment: Annotated[Comment, AfterValidator(_storable)] | None = None


class FeedbackRowOut(Schema):
    """A row of the table `feedback`."""

    feedback_id: int
    machine_id: str
    rating: int
    comment: str | None
    timestamp: str
    status: str


class RefusedOut(Schema):
    """A refusal as PostgREST writes it; `code` is an SQLSTATE."""

    code: str
    message: str
    details: None
    hint: None


_opinions = TypeAdapter(list[OpinionIn])


def opinions_read(body: bytes) -> list[Opinion]:
    """The rows of a body: an object, or an array of at most 10. Raises 400 for anything else."""
    try:
        rows = orjson.loads(body.removeprefix(BOM_UTF8))
        opinions = _opinions.validate_python(rows if isinstance(rows, list) else [rows])
    except orjson.JSONDecodeError:
        raise supabase_refusals.invalid("Invalid JSON") from None
    except ValidationError as refused:
        raise supabase_refusals.invalid(_words(refused)) from None
    if len(opinions) > MOST:
        raise supabase_refusals.invalid(f"At most {MOST} rows")
    return [Opinion(each.machine_id, each.rating, each.comment) for each in opinions]


def _words(refused: ValidationError) -> str:
    """The first thing that is wrong: `rating: Input should be less than or equal to 5`."""
    first = refused.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"][1:])
    return f"{place}: {first['msg']}" if place else first["msg"]
