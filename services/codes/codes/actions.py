"""Writes of the codes service."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone
from kit.inserts import row_insert
from kit.pruning import rows_remove
from kit.shortcodes import short_code

from codes.models import Code, ShortCode

BYTES = 20
KEPT = timedelta(days=1)
EVERY, SWEEP = 10, 20  # so many codes, until the next one removes so many old rows at most


def code_issue() -> Code:
    """A new code. 160 random bits do not collide; if they ever did within a day, the unique
    constraint refuses the second. Whoever has got the code keeps it; our row is removed later.
    """
    code = Code.objects.create(value=secrets.token_hex(BYTES))
    _sweep(code)
    return code


def short_code_issue() -> str:
    """A new short code. Of 21,870 million one that was issued within a day does not come again;
    whoever keeps them longer has a unique constraint of their own.
    """
    while True:
        code = ShortCode(value=short_code())
        if row_insert(code):
            break
    _sweep(code)
    return code.value


def _sweep(issued: Code | ShortCode) -> None:
    """Remove some rows that are older than a day, after each tenth code."""
    if issued.pk % EVERY == 0:
        old = type(issued)._default_manager.filter(created_at__lt=timezone.now() - KEPT)
        rows_remove(old.order_by("created_at"), SWEEP)
