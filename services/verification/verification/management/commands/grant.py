"""`manage.py grant USERNAME ROLE…`"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from kit.errors import ApiError

from verification.actions import users
from verification.models import Role


class Command(BaseCommand):
    help = "Give a user roles."
    act = staticmethod(users.roles_grant)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", nargs="+", choices=Role.values)

    def handle(self, *, username: str, role: list[str], **_: Any) -> None:
        try:
            user = self.act(username=username, roles=role)
        except ApiError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{user.username}: {', '.join(user.roles) or 'no role'}")
