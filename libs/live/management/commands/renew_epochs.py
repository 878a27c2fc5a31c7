"""`manage.py renew_epochs`: after a backup was restored, before the ws processes start.

Listeners remember how far they were in a stream by its epoch and number. After a restore the same
numbers stand for other events; under a new epoch every listener gets a snapshot instead.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from live.recorder import renew_epochs


class Command(BaseCommand):
    help = "Give every stream a new epoch, after the database was restored from a backup."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{renew_epochs()} streams have a new epoch")
