"""Files for spreadsheets: CSV (RFC 4180) in UTF-8, written while they are sent."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from kit.clock import iso

from vending.models import Sale
from vending.wire.sales import sale_object

BOM = "\ufeff"  # spreadsheets take a file without it for one in an older encoding
AT_ONCE = 500  # lines
FORMULA = re.compile(r"\s*[=+\-@\t\r]")
USAGE = (
    *("machine_id", "name", "day", "sales", "units", "failed"),
    *("takings_minor", "refunded_minor", "net_minor", "currency"),
)
SALES = (
    *("transaction_id", "order_id", "payment_id", "machine_id", "client_id", "state", "quantity"),
    *("dispensed", "amount_minor", "refunded_minor", "currency", "flag", "is_test"),
    *("created_at", "paid_at", "updated_at"),
)


def table(header: Sequence[str], lines: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file, some lines at a time. A text that a spreadsheet would run as a formula has an
    apostrophe before it; null is an empty cell.
    """
    text = io.StringIO(newline="")
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    for number, line in enumerate(lines, start=1):
        writer.writerow([_cell(value) for value in line])
        if number % AT_ONCE == 0:
            yield _taken(text)
    yield _taken(text)


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _taken(text: io.StringIO) -> bytes:
    """What was written since the last time."""
    written = text.getvalue()
    text.seek(0)
    text.truncate()
    return written.encode()


def sale_line(sale: Sale, now: datetime) -> list[Any]:
    """A transaction in the order of SALES; reads what `sale_object` does."""
    shown = sale_object(sale, now)
    more = {
        "payment_id": sale.provider_payment_id,
        "client_id": sale.client_id,
        "amount_minor": shown["amount"],
        "refunded_minor": shown["refunded"],
        "flag": sale.flag,
        "is_test": "true" if sale.is_test else "false",
        "created_at": iso(sale.created_at),
        "paid_at": iso(sale.paid_at),
    }
    return [{**shown, **more}[name] for name in SALES]


def usage_line(machine_id: str, name: str, day: str, figures: dict[str, int]) -> list[Any]:
    """The figures of a machine on a day, in the order of USAGE."""
    counts = [figures[each] for each in ("sales", "units", "failed")]
    money = [figures[each] for each in ("takings", "refunded", "net")]
    return [machine_id, name, day, *counts, *money, settings.VENDING_CURRENCY]
