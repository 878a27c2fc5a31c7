"""`manage.py create_user USERNAME --email E --first-name F --last-name L [--role ROLE]…`"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from kit.errors import ApiError
from pydantic import ValidationError

from verification.actions import users
from verification.models import Role
from verification.schemas import RegisterIn


class Command(BaseCommand):
    help = "Make an account. The password is asked for, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        for name in ("email", "first-name", "last-name"):
            parser.add_argument(f"--{name}", required=True)
        parser.add_argument("--role", action="append", default=[], choices=Role.values)

    def handle(self, *, role: list[str], **options: Any) -> None:
        try:
            account = RegisterIn.model_validate({**options, "password": _password()})
            user = users.user_create(**account.dict(exclude={"managed"}), roles=role)
        except ValidationError as invalid:
            flaws = (f"{flaw['loc'][0]}: {flaw['msg']}" for flaw in invalid.errors())
            raise CommandError("; ".join(flaws)) from None
        except ApiError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{user.username}: id {user.pk}, {', '.join(user.roles)}")


def _password() -> str:
    return getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
