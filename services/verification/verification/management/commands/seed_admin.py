"""`manage.py seed_admin`"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from pydantic import TypeAdapter, ValidationError

from verification.actions import users
from verification.fields import NewPassword

EMAIL = "admin@aisle.invalid"  # RFC 2606: nobody's


class Command(BaseCommand):
    help = "Make or update the account `admin` with every role; password: AISLE_ADMIN_PASSWORD."

    def handle(self, **_: Any) -> None:
        if not settings.ADMIN_PASSWORD:
            raise CommandError("AISLE_ADMIN_PASSWORD is not set")
        try:
            password = TypeAdapter(NewPassword).validate_python(settings.ADMIN_PASSWORD)
        except ValidationError as invalid:
            raise CommandError(f"AISLE_ADMIN_PASSWORD: {invalid.errors()[0]['msg']}") from None
        user = users.admin_seed(password=password, email=EMAIL)
        self.stdout.write(f"{user.username}: {', '.join(user.roles)}")
