"""Codes of sessions, which the service codes gives out.

Some are kept in stock (table SpareCode), so that trolleys can be scanned while it is down.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from kit.errors import Unavailable
from kit.prepared import Prepared
from peers.codes import code_issue

from trolleys.models import SpareCode

log = logging.getLogger("trolleys")
T = TypeVar("T")

STOCK = 100  # codes
AT_ONCE = 20  # that one round fetches

TAKE = Prepared(
    "code_take",
    """
DELETE FROM trolleys_sparecode WHERE id =
    (SELECT id FROM trolleys_sparecode ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING code
""",
)


class NoSpareCode(Exception):
    """The stock is empty; what was being written is undone."""


def code_take(fresh: str | None) -> str:
    """A code for a session that is written in the running transaction: out of the stock, and when
    that is empty `fresh`. Raises NoSpareCode where there is neither.
    """
    row = TAKE.row({})
    if row is None and fresh is None:
        raise NoSpareCode
    return str(row[0]) if row is not None else str(fresh)


def with_code(write: Callable[[str | None], T]) -> T:
    """Run a write that takes a code, with None at first; when the stock is empty, ask codes outside
    of any transaction and run it again. Raises 503 `Codes service unavailable`.
    """
    try:
        return write(None)
    except NoSpareCode:
        return write(code_issue())


def codes_stock() -> bool:
    """Fetch a few codes if the stock is low; whether still more are missing. While codes is down
    the stock stays as it is. Two workers at once may fetch a few too many.
    """
    missing = STOCK - SpareCode.objects.count()
    try:
        for _ in range(min(missing, AT_ONCE)):
            SpareCode.objects.create(code=code_issue())
    except Unavailable as down:
        log.warning("codes cannot be stocked up, %d are missing: %s", missing, down)
        return False
    return missing > AT_ONCE
