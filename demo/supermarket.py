"""The supermarket: counted products with barcodes, trolleys with their keys, and who owns it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from demo.api import Api
from demo.keys import keys_read, keys_write
from demo.shelves import SHELVES

LOCATION = {
    "name": "Aisle Market",
    "description": "Groceries around the corner. Scan as you go.",
    "address": "Market Street 12, 10997 Berlin",
    "latitude": "52.50110000",
    "longitude": "13.44180000",
    "website": "https://example.org/aisle-market",
    "telephone": "+49 30 5550112",
    "categories": [{"name": "supermarket"}],
    "tags": [{"name": "self-checkout"}, {"name": "step-free"}],
}

PAGE_TEXT = "Bags hang beside the entrance. Fruit is packed: nothing has to be weighed."
SETTINGS = "/api/trolleys/settings"
TROLLEYS = tuple(f"TROLLEY_{number:02}" for number in range(1, 7))
COLUMNS = ("name", "categories", "price", "stock", "barcode", "tags", "min_age")


@dataclass(frozen=True)
class Article:
    """Something on a shelf. `number` is the shop's own and never changes; `min_age` is in years,
    empty for what everybody may buy.
    """

    number: int
    name: str
    shelf: str
    price: str
    stock: int
    tags: tuple[str, ...] = ()
    min_age: str = ""

    @property
    def barcode(self) -> str:
        """EAN-13 with prefix 200, which GS1 leaves to shops for numbers of their own."""
        digits = f"200{self.number:09d}"
        weighted = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
        return f"{digits}{-weighted % 10}"

    @property
    def cells(self) -> tuple[str, ...]:
        """Its line in a file of products."""
        counted, tags = str(self.stock), "|".join(self.tags)
        return (self.name, self.shelf, self.price, counted, self.barcode, tags, self.min_age)


def articles() -> Iterator[Article]:
    """All that is sold, shelf by shelf."""
    for shelf, lines in SHELVES.items():
        for line in lines.split("\n")[1:-1]:
            first, price, stock, tags, min_age = [*map(str.strip, line.split(";")), "", ""][:5]
            number, _, name = first.partition(" ")
            labels = tuple(tags.split(", ")) if tags else ()
            yield Article(int(number), name, shelf, price, int(stock), labels, min_age)


def seed(admin: Api, owner: Api, keys: Path) -> None:
    """Make what is missing; what is there keeps its owner and its stock. `keys` is the file from
    which the trolleys that are played take their keys: `{"TROLLEY_01":"…"}`.
    """
    location_id = owner.location(LOCATION)
    known = admin.products(location_id)
    missing = [article for article in articles() if article.name not in known]
    if missing:
        admin.post(f"/products/import/{location_id}/", {"csv": csv_of(missing)})
    if not owner.bare("GET", SETTINGS, location_id=location_id)["page_text"]:
        owner.bare("PUT", SETTINGS, {"page_text": PAGE_TEXT}, location_id=location_id)
    found = keys_read(keys)
    for trolley_id in TROLLEYS:
        admin.make("/api/trolleys", {"trolley_id": trolley_id, "location_id": location_id})
        if trolley_id not in found:
            made = admin.make(f"/api/trolleys/{trolley_id}/keys", {})
            found = {**found, trolley_id: made["key"]}
            keys_write(keys, found)


def csv_of(sold: list[Article]) -> str:
    """A file of products, with these."""
    file = io.StringIO()
    csv.writer(file).writerows([COLUMNS, *(article.cells for article in sold)])
    return file.getvalue()
