"""Requests to the stock ledger of products, as a service of the suite makes them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

from tools.bench import load
from tools.bench.load import request
from tools.bench.suite import Bench
from tools.stack import place

CALLER = "orders"


def sales(bench: Bench, products: list[int]) -> Iterator[bytes]:
    """Holds of one unit that are committed in the same call, of these products in turn and without
    end, each with a key of its own.
    """
    signed = (f"Authorization: Bearer {_token(bench)}",)
    return (
        request("POST", "/internal/stock/hold/", _sale(number, product), signed)
        for number, product in enumerate(itertools.cycle(products))
    )


def _sale(number: int, product: int) -> str:
    lines = [{"product_id": product, "quantity": 1}]
    words = {"reference": "bench", "who": "bench"}
    return json.dumps({"key": f"bench-{number}", "lines": lines, "commit": True, **words})


def _token(bench: Bench) -> str:
    secret = place.read_secrets(bench.home)[f"{CALLER}.service"]
    offer = json.dumps({"service": CALLER, "secret": secret})
    asked = [request("POST", "/internal/service-token/", offer)]
    [body] = load.bodies(bench.socket("verification-http"), asked)
    return str(json.loads(body)["response"]["access"])
