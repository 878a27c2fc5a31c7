"""What barcodes mean that staff have scanned, beside the lines of a cart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from peers.products import Product

from trolleys.models import CartLine

Products = Mapping[str, Product | None]  # by barcode; None for one that means no product


def same_code(barcode: str) -> str:
    """Equal for barcodes that mean the same: UPC-A is EAN-13 with a leading 0."""
    return barcode[1:] if len(barcode) == 13 and barcode[0] == "0" else barcode


def barcodes_unknown(lines: Sequence[CartLine], barcodes: Sequence[str]) -> list[str]:
    """Those, each once, that stand on no line: products has to be asked what they mean."""
    known = {same_code(line.barcode) for line in lines}
    return [each for each in dict.fromkeys(barcodes) if same_code(each) not in known]


def not_in_cart(
    lines: Sequence[CartLine], barcodes: Sequence[str], products: Products
) -> list[str]:
    """The barcodes, once for each unit, that are not in the cart or more often than there."""
    meaning, left = Meaning(lines, products), Counter(_quantities(lines))
    missing = []
    for barcode in barcodes:
        product_id = meaning.of(barcode)
        if product_id is None or left[product_id] <= 0:
            missing.append(barcode)
        else:
            left[product_id] -= 1
    return missing


class Meaning:
    """Which product a barcode means: by the lines as they are, else by what products says."""

    def __init__(self, lines: Sequence[CartLine], products: Products) -> None:
        self._lines = {same_code(line.barcode): line.product_id for line in lines if line.barcode}
        self._products = products

    def of(self, barcode: str) -> int | None:
        product = self._products.get(barcode)
        return self._lines.get(same_code(barcode), None if product is None else product.id)


def _quantities(lines: Sequence[CartLine]) -> dict[int, int]:
    return {line.product_id: line.quantity for line in lines}
