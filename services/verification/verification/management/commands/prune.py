"""`manage.py prune`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from verification.actions import pruning


class Command(BaseCommand):
    help = "Remove expired sessions, failure counts, signing keys and kept answers."

    def handle(self, **_: Any) -> None:
        for kind, number in pruning.everything_prune().items():
            self.stdout.write(f"{kind}: {number}")
