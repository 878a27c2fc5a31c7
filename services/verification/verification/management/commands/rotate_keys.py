"""`manage.py rotate_keys [--now]`"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from verification.actions import keys


class Command(BaseCommand):
    help = "Publish a new signing key, which signs as soon as all services must have seen it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now",
            action="store_true",
            help="sign with it at once and withdraw all others: for a leaked or unreadable key",
        )

    def handle(self, *, now: bool, **_: Any) -> None:
        key = keys.keys_replace() if now else keys.keys_rotate()
        self.stdout.write(f"{key.kid} signs from {key.activates_at.isoformat(timespec='seconds')}")
