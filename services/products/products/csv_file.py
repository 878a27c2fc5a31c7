"""Products as the lines of a CSV file (RFC 4180), for spreadsheets: how each field is written in a
cell, and read again. Nothing here asks the database.

A file has a comma or a semicolon between its cells; with semicolons prices have a decimal comma, as
spreadsheets of Europe have it. A text that a spreadsheet would run as a formula is written with an
apostrophe before it, which is taken off when it is read. Lists are names with `|` between them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BOM = "\ufeff"  # spreadsheets take a file without it for one in an older encoding
COLUMNS = (
    *("id", "name", "categories", "price", "stock", "barcode", "is_active", "description"),
    *("tags", "additives", "low_stock_threshold", "min_age", "image", "vat_rate", "is_listed"),
    *("option_groups", "allergens"),
)
SAID = re.compile(r"(name|description):([a-z]{2,3}(?:-[a-z0-9]{2,8})?)")  # in another language
LINES = 5000  # read of a file: as many as a location may have products

_LISTS = ("categories", "tags", "additives", "option_groups", "allergens")
_NUMBERS = ("stock", "low_stock_threshold", "min_age")
_DECIMALS = ("price", "vat_rate")
_KEPT = ("is_active", "is_listed", "low_stock_threshold")  # an empty cell leaves them as they are
REQUIRED = ("name", "price")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_WHOLE = re.compile(r"[0-9]{1,19}", re.ASCII)
_POINT = re.compile(r"[0-9]+\.[0-9]{1,2}", re.ASCII)  # not 1.200, which may be meant as 1200
_ROUNDED = re.compile(r"[0-9][.,][0-9]+E\+[0-9]+", re.ASCII | re.IGNORECASE)
_NAME = re.compile(r"(?:[^|\\]|\\.)+", re.DOTALL)
_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class Unreadable(Exception):
    """What cannot be read: the field (None is the whole line) and why."""

    def __init__(self, field: str | None, reason: str = "erroneous_value") -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file with the cells of its columns. `line` counts as a spreadsheet does: the
    header is 1, and a cell with line ends in it is one line.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be taken; no `field` where it is about the whole line."""

    line: int
    field: str | None
    reason: str

    def shown(self) -> dict[str, Any]:
        """As answers show it."""
        return {"line": self.line, "field": self.field, "reason": self.reason}


def write(products: Iterable[Mapping[str, Any]], separator: str) -> str:
    """The file of these product objects, which are as answers show them."""
    text = io.StringIO(newline="")
    text.write(BOM)
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    rows = [cells_of(each, separator) for each in products]
    spoken = sorted({column for row in rows for column in row if SAID.fullmatch(column)})
    header = [*COLUMNS, *spoken]
    writer.writerow(header)
    writer.writerows([row.get(column, "") for column in header] for row in rows)
    return text.getvalue()


def cells_of(product: Mapping[str, Any], separator: str) -> dict[str, str]:
    """A product object as the cells of its line, by column; groups of options by their names."""
    codes = [{"name": each} for each in product["allergens"]]
    named = {**product, "option_groups": product["options"], "allergens": codes}
    cells = {column: _cell(column, named[column], separator) for column in COLUMNS}
    for language, said in product["words"].items():
        for field, text in said.items():
            cells[f"{field}:{language.lower()}"] = _cell(field, text, separator)
    return cells


def _cell(column: str, value: Any, separator: str) -> str:
    if column in _DECIMALS and value is not None:
        return str(value).replace(".", "," if separator == ";" else ".")
    if column in _LISTS:
        value = "|".join(re.sub(r"([|\\])", r"\\\1", each["name"]) for each in value)
    if isinstance(value, bool):
        return str(int(value))
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def separator_of(text: str) -> str:
    """What stands between the cells of a file, by its header."""
    header = text.removeprefix(BOM).splitlines()[:1]
    return ";" if header and ";" in header[0] else ","


def read(text: str) -> tuple[list[Row], list[Problem]]:
    """The lines of a file that are not empty, and those that are no lines of a table."""
    source = io.StringIO(text.removeprefix(BOM), newline="")
    reader = csv.reader(source, delimiter=separator_of(text), strict=True)
    rows: list[Row] = []
    line = 0
    try:
        header = _columns(next(reader, []))
        line = 1
        for line, cells in enumerate(reader, start=2):
            if any(map(str.strip, cells)):
                rows.append(Row(line, _of_columns(header, cells)))
            if len(rows) > LINES:
                raise Unreadable(None, "too_many_products")
    except Unreadable as wrong:
        return rows, [Problem(max(line, 1), wrong.field, wrong.reason)]
    except csv.Error:
        return rows, [Problem(line + 1, None, "erroneous_value")]
    return rows, []


def _columns(header: Sequence[str]) -> list[str]:
    """The columns that a header names, "" for one without a name; raises Unreadable."""
    names = [each.strip().casefold() for each in header]
    if not any(names):
        raise Unreadable(None, "missing")
    for at, name in enumerate(names):
        is_known = name in COLUMNS or SAID.fullmatch(name)
        if name and (not is_known or name in names[:at]):
            raise Unreadable(header[at].strip()[:100])
    return names


def _of_columns(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Cells by their columns. Spreadsheets leave out empty ones at the end; more than the header
    has would be those of other columns: raises Unreadable.
    """
    padded = [*cells, *[""] * (len(header) - len(cells))]
    named = [*header, *[""] * (len(padded) - len(header))]
    if any(cell.strip() for name, cell in zip(named, padded, strict=True) if not name):
        raise Unreadable(None)
    return {name: cell for name, cell in zip(named, padded, strict=True) if name}


def product_id(cell: str) -> int | None:
    """The product that a line is about; None where it is a new one. Raises Unreadable."""
    return _whole("id", cell.strip()) if cell.strip() else None


def is_said(column: str, cell: str) -> bool:
    """Whether a cell says anything of its field: some are left as they are where it is empty."""
    return column != "id" and (bool(cell.strip()) or column not in _KEPT)


def value_of(column: str, cell: str, separator: str) -> Any:
    """The value that a cell means, as requests have it; raises Unreadable."""
    text = cell[1:] if _GUARDED.match(cell) else cell
    stripped = text.strip()
    if not stripped and column in REQUIRED:
        raise Unreadable(column, "missing")
    if column in _DECIMALS:
        return _decimal(column, stripped, separator)
    read_cell = _READ.get(column)
    return text if read_cell is None else read_cell(column, stripped)


def _decimal(column: str, text: str, separator: str) -> str:
    """With a decimal point. Where the comma is the mark of decimals, 1.200 may be 1200."""
    if separator != ";":
        return text
    if "." in text and not _POINT.fullmatch(text):
        raise Unreadable(column)
    return text.replace(",", ".")


def _number(column: str, text: str) -> int | None:
    return _whole(column, text) if text else None


def _flag(column: str, text: str) -> bool:
    if text.casefold() not in _FLAGS:
        raise Unreadable(column)
    return _FLAGS[text.casefold()]


def _barcode(column: str, text: str) -> str:
    """Spreadsheets write long numbers as 4.00638E+12: the digits are lost."""
    if _ROUNDED.fullmatch(text):
        raise Unreadable(column)
    return text


def _names(column: str, text: str) -> list[dict[str, str]]:
    names = _NAME.findall(text)
    if "|".join(names) != text:
        raise Unreadable(column)
    return [{"name": re.sub(r"\\(.)", r"\1", each, flags=re.DOTALL)} for each in names]


def _whole(column: str, text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise Unreadable(column)
    return int(text)


_READ: Mapping[str, Callable[[str, str], Any]] = {
    "is_active": _flag,
    "is_listed": _flag,
    "barcode": _barcode,
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(_LISTS, _names),
}
