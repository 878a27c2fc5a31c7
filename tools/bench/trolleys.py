"""Supermarkets with trolleys and shoppers, and the requests of these."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg2

from tools.bench import load
from tools.bench.load import request
from tools.bench.suite import Bench

BASKET = 20  # goods that each shopper puts into the cart, one after another
AT_ONCE = 16  # shoppers whose adds come in turn
FULL_CART = 50  # lines
DIGITS = 11  # of a barcode: none of those that are written in several ways
PLENTY = 1_000_000  # units on the shelf
SPARE_CODES = """
INSERT INTO trolleys_sparecode (code)
SELECT md5(n || %(salt)s) || left(md5(%(salt)s || n), 8) FROM generate_series(1, %(missing)s) n
"""


@dataclass(frozen=True)
class Article:
    """Something on a shelf."""

    product: int
    barcode: str


Shelf = tuple[Article, ...]


@dataclass(frozen=True)
class Trolley:
    """A trolley, and what is sold where it is."""

    name: str
    shelf: Shelf
    user_id: int  # who scans it; nobody may buy what is sold by himself

    def scan(self) -> bytes:
        """The request by which somebody takes it, as the seed shows it."""
        return _post("/api/session/qr-scan/", trolley_id=self.name, user_id=self.user_id)


@dataclass(frozen=True)
class Shopper:
    """Somebody with a trolley."""

    session_id: str
    code: str
    trolley: Trolley

    def basket(self) -> Iterator[bytes]:
        """Goods by their barcodes, each a line of its own."""
        for article in self.trolley.shelf[:BASKET]:
            yield _post("/api/cart/add/", session_id=self.session_id, barcode=article.barcode)

    def fill(self) -> Iterator[bytes]:
        """All that is on the shelf, one of each."""
        for article in self.trolley.shelf:
            yield _post("/api/cart/add/", session_id=self.session_id, product_id=article.product)

    def change(self, quantity: int) -> bytes:
        """Another quantity of the first line."""
        body = {"product_id": self.trolley.shelf[0].product, "quantity": quantity}
        sent = json.dumps({"session_id": self.session_id, **body})
        return request("PATCH", "/api/cart/update/", sent)

    def read(self, what: str = "") -> bytes:
        """The cart, or a part of it: `summary/`."""
        return request("GET", f"/api/cart/{what}?session_id={self.session_id}")

    def heartbeat(self) -> bytes:
        """The sign of life that a phone gives every ten seconds."""
        return _post("/api/session/heartbeat/", session_id=self.session_id)


def shelf(bench: Bench, location: int, count: int = BASKET) -> Shelf:
    """So many new goods of a place, which are counted and have barcodes."""
    signed = (f"Authorization: {bench.api.authorization}",)
    asked = []
    for _ in range(count):
        name = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        product = {"location_id": location, "name": name, "barcode": name, "price": "1.20"}
        body = json.dumps({"product": {**product, "stock": PLENTY}})
        asked.append(request("POST", "/products/create/", body, signed))
    created = (json.loads(body) for body in load.bodies(bench.socket("products-http"), asked))
    return tuple(Article(each["response"]["id"], each["response"]["barcode"]) for each in created)


def trolleys(bench: Bench, shelves: Sequence[Shelf], count: int) -> list[Trolley]:
    """So many new trolleys, in turn at the places whose shelves these are, the first ones."""
    signed, user_id = (f"Authorization: {bench.api.authorization}",), _user(bench)
    made, asked = [], []
    for n in range(count):
        name, at = f"BENCH_{secrets.token_hex(8)}", n % len(shelves)
        made.append(Trolley(name, shelves[at], user_id))
        body = {"trolley_id": name, "location_id": bench.places[at].location}
        asked.append(request("POST", "/api/trolleys/", json.dumps(body), signed))
    load.bodies(bench.socket("trolleys-http"), asked)
    return made


def _user(bench: Bench) -> int:
    """Somebody who buys."""
    word = secrets.token_hex(8)
    person = {"email": f"{word}@example.org", "first_name": "Ada", "last_name": "Example"}
    account = {"username": word, "password": word, **person}
    return int(bench.api.post("/verification/register/", account)["session_data"]["user_id"])


def shoppers(bench: Bench, fleet: Sequence[Trolley]) -> list[Shopper]:
    """Somebody with each of these trolleys."""
    stock_codes(bench, len(fleet))
    asked = [trolley.scan() for trolley in fleet]
    return with_trolleys(fleet, load.bodies(bench.socket("trolleys-http"), asked))


def with_trolleys(fleet: Sequence[Trolley], answers: Sequence[bytes]) -> list[Shopper]:
    """Who has these trolleys, in their order, by what the scans were answered in any."""
    found = {each["trolley_id"]: each for each in map(json.loads, answers)}
    return [
        Shopper(found[each.name]["session_id"], found[each.name]["session_code"], each)
        for each in fleet
    ]


def stock_codes(bench: Bench, missing: int) -> None:
    """Put codes into stock, as the worker does while little is going on."""
    connection = psycopg2.connect(bench.state["databases"]["trolleys"])
    with connection, connection.cursor() as cursor:
        cursor.execute(SPARE_CODES, {"salt": secrets.token_hex(8), "missing": missing})
    connection.close()


def scans(bench: Bench, fleet: Sequence[Trolley]) -> float:
    """Scans per second: all of these trolleys are taken, and given back without being timed."""
    stock_codes(bench, len(fleet))
    target = bench.socket("trolleys-http")
    rate, answers = load.burst(target, [trolley.scan() for trolley in fleet])
    held = [json.loads(body)["session_id"] for body in answers]
    load.bodies(target, [_post("/api/session/end/", session_id=each) for each in held])
    return rate


def adds(shopping: Sequence[Shopper]) -> Iterator[bytes]:
    """The baskets of all of them, a few shoppers at a time, one good each in turn."""
    for first in range(0, len(shopping), AT_ONCE):
        some = shopping[first : first + AT_ONCE]
        for together in zip(*(shopper.basket() for shopper in some), strict=True):
            yield from together


def _post(path: str, **body: object) -> bytes:
    return request("POST", path, json.dumps(body))
