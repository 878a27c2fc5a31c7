"""Receipts as a CSV file (RFC 4180). A text that a spreadsheet would run as a formula is written
with an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from bills.models import Receipt

COLUMNS = (
    *("number", "kind", "of", "date", "time", "table", "payment", "reference", "vat_rate"),
    *("gross", "net", "vat", "tip", "total", "currency", "reason"),
)
_FORMULA = re.compile(r"[=+@\t\r]|-(?![0-9]+(\.[0-9]+)?\Z)")
LINES = 500  # in one part


def receipt_parts(receipts: Iterable[Receipt], zone: str) -> Iterator[str]:
    """The file in parts. Tip and total stand on the first line of each receipt."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    text.write("\ufeff")
    writer.writerow(COLUMNS)
    for number, line in enumerate(_lines(receipts, ZoneInfo(zone)), start=1):
        writer.writerow([_safe(each) for each in line])
        if number % LINES == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _lines(receipts: Iterable[Receipt], zone: ZoneInfo) -> Iterator[list[Any]]:
    for receipt in receipts:
        of, at = receipt.content, receipt.created_at.astimezone(zone)
        head = [
            *(receipt.number, receipt.kind, of.get("of"), f"{at:%Y-%m-%d}", f"{at:%H:%M:%S}"),
            *(of["table"], of["payment"]["kind"], of["payment"]["reference"]),
        ]
        none = {"vat_rate": "", "gross": "0", "net": "0", "vat": "0"}  # a tip alone
        for at_line, rate in enumerate(of["rates"] or [none]):
            first = [of["tip"], of["total"]] if at_line == 0 else ["", ""]
            sums = [rate[name] for name in ("vat_rate", "gross", "net", "vat")]
            yield [*head, *sums, *first, of["currency"], of.get("reason", "")]


def _safe(value: Any) -> Any:
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
