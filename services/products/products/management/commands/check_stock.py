"""`manage.py check_stock`: whether stock, reserved units, open holds and movements agree.

It changes nothing. What it names after an upgrade from a version without movements is mended by the
next movement of the product.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from products.selectors import stock_differences


class Command(BaseCommand):
    help = "Compare stock and reserved units with movements and open holds."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = stock_differences()
        for line in differences:
            self.stdout.write(line)
        if differences:
            raise CommandError(f"{len(differences)} products do not agree", returncode=1)
        self.stdout.write("stock, holds and movements agree")
