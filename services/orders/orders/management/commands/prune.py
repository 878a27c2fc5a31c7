"""`manage.py prune`: forget the events of sessions that were closed a week ago, what was left in
their carts, the keys of their phones, products that were not in use for a month, and expired
idempotency keys.

Orders, sessions, calls and the record of who moved what are never deleted. Safe to run at any time
and by several at once; whoever still asks for a pruned event gets a snapshot.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from kit import idempotency

from orders.actions.products import products_forget
from orders.events import recorder
from orders.models import CartLine, Phone

KEEP = timedelta(days=7)
PRODUCTS_KEEP = timedelta(days=30)


class Command(BaseCommand):
    help = "Delete what closed sessions and products in disuse left, and expired idempotency keys."

    def handle(self, *args: Any, **options: Any) -> None:
        closed_before = timezone.now() - KEEP
        events = recorder.prune(closed_at__lt=closed_before)
        lines, _ = CartLine.objects.filter(session__closed_at__lt=closed_before).delete()
        phones, _ = Phone.objects.filter(session__closed_at__lt=closed_before).delete()
        products = products_forget(timezone.now() - PRODUCTS_KEEP)
        keys = idempotency.prune()
        self.stdout.write(
            f"{events} events, {lines} cart lines, {phones} phones, {products} products, "
            f"{keys} idempotency keys"
        )
