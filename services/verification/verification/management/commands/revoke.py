"""`manage.py revoke USERNAME ROLE…`"""

from __future__ import annotations

from verification.actions import users
from verification.management.commands import grant


class Command(grant.Command):
    help = "Take roles from a user. Tokens that have them expire within 15 minutes."
    act = staticmethod(users.roles_revoke)
