"""Forgotten passwords: a link by mail, with which a new one is chosen once."""

from __future__ import annotations

import logging
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kit import throttle
from kit.errors import BadRequest
from kit.throttle import Limit

from verification import fields, mailing, selectors, tokens
from verification.actions import pruning
from verification.actions.throttle import network_fingerprint
from verification.actions.users import password_set
from verification.models import NewPassword, PasswordLink, User

log = logging.getLogger("verification.passwords")

LIFETIME = timedelta(minutes=30)
HOUR = timedelta(hours=1)
NETWORK = Limit("links to passwords: network", 10, HOUR)
ASKED = Limit("links to passwords: what was typed", 5, HOUR)
ACCOUNT = Limit("links to passwords: account", 3, HOUR)
ADDRESS = Limit("links to passwords: address", 3, HOUR)
NAME = 40  # letters of a username that a mail shows
NO_LINK = re.compile(r"[./:@]")


def link_ask(*, whom: str, network: str) -> None:
    """Have links mailed to the accounts of this name or address, if there are any; whether there
    are, nobody is told, and it takes no longer.

    Raises 400 `mail_not_configured`, 429 `too_many_attempts`, and 503 where too many wait.
    """
    if not mailing.is_configured():
        raise BadRequest("mail_not_configured")
    counted = NETWORK.of(network), ASKED.of(whom.casefold())
    throttle.standing(*counted).require(*counted)
    throttle.failure_count(*counted)
    mailing.desk().put(lambda: links_send(whom=whom))


def links_send(*, whom: str) -> None:
    """Make and mail the links: one mail for each address, which names its accounts."""
    by_address: dict[str, list[User]] = {}
    for account in selectors.users_called(whom):
        by_address.setdefault(account.email, []).append(account)
    for address, accounts in by_address.items():
        counter = ADDRESS.of(address.casefold())
        if throttle.standing(counter).reached(counter):
            continue
        links = [(_shown(account), link) for account in accounts if (link := _link(account))]
        if links:
            throttle.failure_count(counter)
            mailing.links_mail(to=address, links=links)


def _shown(account: User) -> str:
    """A username as a mail may show it: strangers choose names, and no name becomes a link."""
    return NO_LINK.sub("·", account.username)[:NAME]


def _link(account: User) -> str:
    """The address where a new password is chosen; empty when there were too many already. What is
    secret is behind the `#`, which browsers tell no server.
    """
    counter = ACCOUNT.of(str(account.pk))
    if throttle.standing(counter).reached(counter):
        return ""
    throttle.failure_count(counter)
    key = secrets.token_urlsafe(32)
    expires_at = timezone.now() + LIFETIME
    account.links.create(key_hash=tokens.key_hash(key), expires_at=expires_at)
    pruning.links_sweep()
    return f"{settings.PUBLIC_URL}/locations/setup/#/reset/{key}"


def password_reset(*, link: str, new_password: str, network: str) -> str:
    """Choose a new password by a link; all sessions end, and all links. The account's name.

    Raises 400 `weak_password`, after which the link is as good as before, and `link_expired` for
    one that was used, is too old, or none of ours.
    """
    if fields.is_weak(new_password):
        raise BadRequest("weak_password")
    with transaction.atomic():
        account = _locked(link)
        password_set(account=account, password=new_password)
        print_of = network_fingerprint(network)
        NewPassword.objects.create(user=account, way=NewPassword.Way.MAIL, network=print_of)
    log.info("new password by mail", extra={"user_id": account.pk})
    return account.username


def _locked(link: str) -> User:
    """The account of a live link, which nobody else changes meanwhile: of two that are used at
    once the first one counts.
    """
    live = PasswordLink.objects.filter(
        key_hash=tokens.key_hash(link), expires_at__gt=timezone.now()
    )
    found = live.values_list("user_id", flat=True).first()
    if found is not None:
        account = User.objects.select_for_update(no_key=True).get(pk=found)
        if live.exists():
            return account
    raise BadRequest("link_expired")
