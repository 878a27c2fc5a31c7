"""Barcodes that are the same one: a UPC-A has 12 digits, and as an EAN-13 a 0 before them. What is
printed, and what a scanner makes of it, may be either.
"""

from __future__ import annotations

import re

from django.db.models import Case, F, Value, When
from django.db.models.functions import LPad

EAN_13 = 13  # digits
_UPC_A = r"^[0-9]{12}$"  # as PostgreSQL reads it too
_AS_EAN_13 = re.compile(r"0[0-9]{12}", re.ASCII)

IN_FULL = Case(
    When(barcode__regex=_UPC_A, then=LPad("barcode", EAN_13, Value("0"))), default=F("barcode")
)
"""The column `barcode` in the one way that both are written."""


def spellings(barcode: str) -> list[str]:
    """The ways in which this barcode may be written; as it was asked for comes first."""
    if re.fullmatch(_UPC_A, barcode, re.ASCII):
        return [barcode, f"0{barcode}"]
    if _AS_EAN_13.fullmatch(barcode):
        return [barcode, barcode[1:]]
    return [barcode]


def are_one(one: str | None, other: str | None) -> bool:
    """Whether both are the same barcode, or none."""
    return one == other or (one is not None and other in spellings(one))
