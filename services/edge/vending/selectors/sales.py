"""Sales, as customers and the ledger see them."""

from __future__ import annotations

from django.db.models import QuerySet

from vending.models import Machine, Sale


def sales_shown() -> QuerySet[Sale]:
    """Sales with what their object shows."""
    return Sale.objects.select_related("machine").prefetch_related("orders", "refunds")


def sale_latest(machine: Machine, client_id: str) -> Sale | None:
    """This client's own latest sale at a machine; tests are no client's."""
    own = sales_shown().filter(machine=machine, client_id=client_id, is_test=False)
    return own.order_by("-pk").first()


def sale_fresh(sale: Sale) -> Sale:
    """The same sale as the database has it now, with what its object shows."""
    return sales_shown().get(pk=sale.pk)
