"""New passwords that somebody hands over: an owner to staff whose account they made."""

from __future__ import annotations

import logging
import secrets

from django.db import transaction
from kit.errors import Forbidden, NotFound

from verification.actions.users import password_set
from verification.models import NewPassword, User, new_user_roles

log = logging.getLogger("verification.passwords")

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper
GROUPS, LONG = 3, 4


def password_new() -> str:
    """A password that can be read out and typed on a phone: about 59 random bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(LONG)) for _ in range(GROUPS))
    return "-".join(groups)


@transaction.atomic
def password_hand_over(*, user_id: int, owner_id: int, by: int) -> tuple[str, str]:
    """The name of an account and its new password, which is known to nobody else; its sessions end.

    Raises 404 `user_not_found`, and 403 `account_not_managed` for one that this owner has not made,
    and for those with a role in the whole suite.
    """
    account = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if account is None:
        raise NotFound("user_not_found")
    if account.managed_by != owner_id or account.roles != new_user_roles():
        raise Forbidden("account_not_managed")
    password = password_new()
    password_set(account=account, password=password, handed_over=True)
    NewPassword.objects.create(user=account, way=NewPassword.Way.HANDED_OVER, by=by)
    log.info("new password handed over", extra={"user_id": account.pk, "by": by})
    return account.username, password
