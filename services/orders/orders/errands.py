"""What orders have done at products once their own write has committed."""

from __future__ import annotations

from kit.errands import handler
from kit.models import Errand

from orders import ledger


@handler("stock.undo")
def undo(errand: Errand) -> None:
    """Give back what came to no order."""
    ledger.units_undo(key=errand.key, units=_units(errand))


@handler("stock.restock")
def restock(errand: Errand) -> None:
    """Give back what was cancelled."""
    reference = str(errand.payload["reference"])
    ledger.units_restock(key=errand.key, units=_units(errand), reference=reference)


def _units(errand: Errand) -> list[ledger.Units]:
    return [(product_id, quantity) for product_id, quantity in errand.payload["lines"]]
