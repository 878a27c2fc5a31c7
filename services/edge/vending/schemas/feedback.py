"""What operators get of what customers say."""

from __future__ import annotations

from kit.fields import TextFilter
from ninja import Schema

from vending.schemas.desk import FeedbackListIn, FeedbackOut


class OpinionsIn(FeedbackListIn):
    """Which feedback; what is empty filters by nothing."""

    transaction_id: TextFilter = None


class OpinionOut(FeedbackOut):
    name: str
    """The machine's."""
    transaction_id: str | None
    """The sale that it is about; null where it names none of its client's at this machine."""


class OpinionCountsOut(Schema):
    """How many there are of each status, of the machine that was asked for."""

    new: int
    in_review: int
    closed: int


class OpinionsOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[OpinionOut]
    counts: OpinionCountsOut
