"""`manage.py errands`: which errands are dead, and which have failed and wait for their next try.

`manage.py errands --requeue 5 6` has dead ones tried again.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kit.errands import errands_requeue
from kit.models import Errand

SHOWN = 100


class Command(BaseCommand):
    help = "List errands that are dead or have failed; try dead ones again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--requeue", type=int, nargs="+", metavar="ID", default=[])

    def handle(self, **options: Any) -> None:
        if options["requeue"]:
            number = errands_requeue(options["requeue"])
            self.stdout.write(f"{number} of {len(options['requeue'])} are tried again")
            return
        failed = Errand.objects.exclude(state=Errand.State.DONE).exclude(error="")
        for errand in failed.order_by("state", "id")[:SHOWN]:
            self.stdout.write(
                f"{errand.pk} {errand.state} {errand.name} {errand.key}"
                f" since {errand.created_at:%Y-%m-%d %H:%M:%S}Z,"
                f" {errand.attempts} tries: {errand.error}"
            )
        self.stdout.write(f"{failed.count()} errands are dead or have failed")
